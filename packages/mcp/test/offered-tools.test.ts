import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { expect, test } from 'vitest';
import { connectInMemory } from './connection.js';

const ELEVEN = [
  'execute_code', 'execute_command', 'read_files', 'list_files', 'delete_files', 'write_files', 'upload_file', 'install_packages',
  'start_command_execution', 'get_task', 'stop_task',
];

test('exactly the eleven tools, in their order, each with a title and a description', async () => {
  const { connection } = await connectInMemory();
  const { tools, nextCursor } = await connection.client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(ELEVEN);
  expect(nextCursor).toBeUndefined();
  for (const { title, description, annotations, outputSchema } of tools) {
    expect(title).toMatch(/^[A-Z]/);
    expect(description?.length).toBeGreaterThan(20);
    expect(annotations?.title).toBe(title);
    expect(outputSchema).toBeUndefined();
  }
});

test.each<[string, object, object]>([
  ['execute_code', { code: '1' }, { language: 'python' }],
  ['execute_code', { code: '1', language: 'typescript', clear_context: true }, { code: '1', language: 'ruby' }],
  ['execute_command', { command: 'ls' }, { command: ['ls'] }],
  ['read_files', { paths: ['a'] }, { paths: 'a' }],
  ['list_files', {}, { directory_path: 1 }],
  ['delete_files', { paths: ['a'] }, {}],
  ['write_files', { files: [{ path: 'a', text: '' }] }, { files: [{ path: 'a' }] }],
  ['upload_file', { path: 'a', content: '' }, { path: 'a' }],
  ['install_packages', { packages: ['numpy'], upgrade: true }, { packages: [1] }],
  ['start_command_execution', { command: 'ls' }, {}],
  ['get_task', { task_id: 'a' }, {}],
  ['stop_task', { task_id: 'a' }, { task_id: 1 }],
])('the JSON Schema of %s takes %j and refuses %j', async (name, good, bad) => {
  const { connection } = await connectInMemory();
  const { tools } = await connection.client.listTools();
  const schema = tools.find((tool) => tool.name === name)?.inputSchema ?? { type: 'object' };
  const validate = new AjvJsonSchemaValidator().getValidator(schema as Parameters<AjvJsonSchemaValidator['getValidator']>[0]);
  expect(validate(good)).toMatchObject({ valid: true });
  expect(validate(bad)).toMatchObject({ valid: false });
});

test('clients can tell what only looks, what can destroy and what reaches the network', async () => {
  const { connection } = await connectInMemory();
  const { tools } = await connection.client.listTools();
  const having = (hint: 'readOnlyHint' | 'destructiveHint' | 'openWorldHint'): string[] => {
    return tools.filter(({ annotations }) => annotations?.[hint] === true).map(({ name }) => name);
  };
  expect(having('readOnlyHint')).toEqual(['read_files', 'list_files', 'get_task']);
  expect(having('destructiveHint')).toEqual(expect.arrayContaining(['execute_code', 'execute_command', 'delete_files', 'write_files']));
  expect(having('destructiveHint')).not.toEqual(expect.arrayContaining(['read_files']));
  expect(having('openWorldHint')).toEqual(['execute_code', 'execute_command', 'install_packages', 'start_command_execution']);
});

test('only those that were asked for, in the usual order; the others cannot be called', async () => {
  const { connection } = await connectInMemory({ tools: ['read_files', 'execute_code'] });
  const { tools } = await connection.client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['execute_code', 'read_files']);
  await expect(connection.call('execute_command', { command: 'ls' })).rejects.toThrow('there is no tool "execute_command"; there are execute_code, read_files');
});

test('a prefix is put before the names', async () => {
  const { connection } = await connectInMemory({ tools: ['execute_code'], toolNamePrefix: 'sandbox_' });
  const { tools } = await connection.client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['sandbox_execute_code']);
});
