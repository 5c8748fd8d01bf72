import { execFileSync } from 'node:child_process';
import { ToolName as ServiceToolName } from '@aws-sdk/client-bedrock-agentcore';
import { describe, expect, test } from 'vitest';
import { TOOL_NAMES, ToolName, ToolRunner } from '../../src/core.js';
import { runnerOnStandIn } from '../recorded/runner-on-stand-in.js';

const SENT: readonly (readonly [ToolName, unknown, ServiceToolName, object])[] = [
  ['execute_code', { code: 'print(1)' }, 'executeCode', { code: 'print(1)', language: 'python', clearContext: false }],
  ['execute_code', { code: 'let a: number', language: 'typescript', clear_context: true },
    'executeCode', { code: 'let a: number', language: 'typescript', clearContext: true }],
  ['execute_command', { command: 'ls' }, 'executeCommand', { command: 'ls' }],
  ['read_files', { paths: ['a', 'b'] }, 'readFiles', { paths: ['a', 'b'] }],
  ['list_files', {}, 'listFiles', { directoryPath: '' }],
  ['list_files', undefined, 'listFiles', { directoryPath: '' }],
  ['list_files', { directory_path: 'sub' }, 'listFiles', { directoryPath: 'sub' }],
  ['delete_files', { paths: ['a'] }, 'removeFiles', { paths: ['a'] }],
  ['write_files', { files: [{ path: 'a', text: 'x' }, { path: 'b/c', text: '' }] },
    'writeFiles', { content: [{ path: 'a', text: 'x' }, { path: 'b/c', text: '' }] }],
  ['upload_file', { path: 'a.csv', content: 'x', description: 'one column' }, 'writeFiles', { content: [{ path: 'a.csv', text: 'x' }] }],
  ['install_packages', { packages: ['seaborn', 'scikit-learn==1.3.0'] },
    'executeCommand', { command: 'pip install seaborn scikit-learn\\=\\=1.3.0' }],
  ['install_packages', { packages: ['seaborn'], upgrade: true }, 'executeCommand', { command: 'pip install --upgrade seaborn' }],
  ['start_command_execution', { command: 'sleep 9' }, 'startCommandExecution', { command: 'sleep 9' }],
  ['get_task', { task_id: 't1' }, 'getTask', { taskId: 't1' }],
  ['stop_task', { task_id: 't1' }, 'stopTask', { taskId: 't1' }],
];

test.each(SENT)('%s %j calls %s with %j', async (tool, args, name, sent) => {
  const { runner, service } = await runnerOnStandIn();

  await runner.run(tool, args);

  expect(service.of('invoke').map(({ body }) => body)).toEqual([{ name, arguments: sent }]);
});

test('there are eleven tools, in the order of langchain-aws', () => {
  expect(new ToolRunner().tools.map(({ name }) => name)).toEqual([
    'execute_code', 'execute_command', 'read_files', 'list_files', 'delete_files', 'write_files', 'upload_file', 'install_packages',
    'start_command_execution', 'get_task', 'stop_task',
  ]);
  expect(TOOL_NAMES).toHaveLength(11);
});

test('a prefix is put before all names, and calls are made with it', async () => {
  const { runner, service } = await runnerOnStandIn({ toolNamePrefix: 'analyzer_' });

  await runner.run('analyzer_list_files', {});

  expect(runner.tools.map(({ name }) => name)).toEqual(TOOL_NAMES.map((name) => `analyzer_${name}`));
  expect(runner.tools.map(({ tool }) => tool)).toEqual(TOOL_NAMES);
  expect(service.count('invoke')).toBe(1);
});

test('each tool says what it does, and what each argument is', () => {
  for (const { description, schema, name } of new ToolRunner().tools) {
    expect(description.length, name).toBeGreaterThan(40);
    for (const [argument, type] of Object.entries(schema.shape)) {
      expect((type as { description?: string }).description, `${name} ${argument}`).toBeTruthy();
    }
  }
});

test('tools that only look are read-only, and no tool is both read-only and destructive', () => {
  const { tools } = new ToolRunner();
  expect(tools.filter(({ readOnly }) => readOnly).map(({ name }) => name)).toEqual(['read_files', 'list_files', 'get_task']);
  expect(tools.filter(({ readOnly, destructive }) => readOnly && destructive)).toEqual([]);
  expect(tools.filter(({ readOnly, destructive }) => !readOnly && !destructive).map(({ name }) => name)).toEqual(['install_packages']);
});

test('fails for a name that is no tool, and says which there are', async () => {
  await expect(new ToolRunner().run('run_code', {})).rejects.toThrow(
    /^there is no tool "run_code"; there are execute_code, execute_command, read_files, .*stop_task$/,
  );
});

describe('arguments that are wrong are told to the model, and no session is started', () => {
  const ABSOLUTE = "Path must be relative, not absolute. Got: /etc/passwd. Use paths like 'data.csv' or 'scripts/analyze.py'.";
  const WRONG: readonly (readonly [ToolName, unknown, string | RegExp])[] = [
    ['upload_file', { path: '/etc/passwd', content: '' }, ABSOLUTE],
    ['write_files', { files: [{ path: 'a', text: '' }, { path: '/etc/passwd', text: '' }] }, ABSOLUTE],
    ['install_packages', { packages: [] }, "packages must not be empty. Got: []. Give at least one, like ['seaborn']."],
    ['install_packages', { packages: ['numpy', 'a; rm -rf .'] }, /^Invalid package name: a; rm -rf \.\. Use a name/],
    ['read_files', { paths: [] }, "paths must not be empty. Got: []. Give at least one, like ['data.csv']."],
    ['delete_files', { paths: [] }, "paths must not be empty. Got: []. Give at least one, like ['old.csv']."],
    ['write_files', { files: [] }, "files must not be empty. Got: []. Give at least one, like [{ path: 'data.csv', text: 'a,b' }]."],
    ['execute_code', {}, /^The arguments of execute_code are wrong:\n✖ .*expected string, received undefined\n {2}→ at code$/],
    ['execute_code', { code: 'x', language: 'ruby' }, /"python"\|"javascript"\|"typescript"\n {2}→ at language$/],
    ['execute_code', { code: 'x', clear_context: 'yes' }, /expected boolean, received string\n {2}→ at clear_context$/],
    ['read_files', { paths: ['a', ''] }, /→ at paths\[1\]$/],
    ['read_files', { paths: 'a' }, /expected array, received string\n {2}→ at paths$/],
    ['get_task', { task_id: '' }, /→ at task_id$/],
    ['stop_task', {}, /→ at task_id$/],
    ['execute_command', 'ls', /expected object, received string/],
    ['execute_command', [], /expected object, received array/],
    ['execute_command', null, /→ at command$/],
  ];

  test.each(WRONG)('%s %j', async (tool, args, message) => {
    const { runner, service } = await runnerOnStandIn();

    const outcome = await runner.run(tool, args);

    expect(outcome.isError).toBe(true);
    expect(outcome.text).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(outcome.artifact).toEqual({ files: [], images: [], entries: [] });
    expect(service.requests).toEqual([]);
  });
});

test('a message about very many wrong arguments is cut', async () => {
  const { runner } = await runnerOnStandIn({ maxOutputCharacters: 1_000 });

  const { text, isError } = await runner.run('read_files', { paths: Array.from({ length: 10_000 }, () => 1) });

  expect(isError).toBe(true);
  expect(text).toMatch(/^The arguments of read_files are wrong:[^]*characters left out here/);
  expect(text.length).toBeLessThanOrEqual(1_000);
});

test.each(['pandas==2.*', 'x>1', 'x<1', 'x!=1', 'x~=1.0', 'requests[socks,http2]>=2', 'Aa.b_c-1'])('a shell hands %s to pip as it is', async (name) => {
  const { runner, service } = await runnerOnStandIn();
  await runner.run('install_packages', { packages: [name] });

  const { arguments: { command } } = service.of('invoke')[0]?.body as { arguments: { command: string } };
  const printed = execFileSync('sh', ['-c', command.replace(/^pip install/, 'printf %s')], { encoding: 'utf8' });

  expect(printed).toBe(name);
});

test('arguments that a model made up are left out', async () => {
  const { runner, service } = await runnerOnStandIn();

  const { isError } = await runner.run('execute_command', { command: 'ls', timeout_seconds: 5, __proto__: { admin: true } });

  expect(isError).toBe(false);
  expect(service.of('invoke')[0]?.body).toEqual({ name: 'executeCommand', arguments: { command: 'ls' } });
});
