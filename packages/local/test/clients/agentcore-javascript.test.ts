import { CodeInterpreter } from 'bedrock-agentcore/code-interpreter';
import { expect, test } from 'vitest';
import { startForClients } from './service-for-clients.js';

const service = await startForClients({ interpreters: [{ name: 'custom', id: 'custom-0000000000' }] });
Object.assign(process.env, service.environment);
const interpreter = new CodeInterpreter({});

test('sessions', async () => {
  const { sessionId, createdAt } = await interpreter.startSession({ sessionName: 'of a test', timeout: 120 });
  expect(createdAt).toBeInstanceOf(Date);
  expect(await interpreter.getSession()).toMatchObject({
    sessionId,
    name: 'of a test',
    status: 'READY',
    sessionTimeoutSeconds: 120,
    codeInterpreterIdentifier: 'aws.codeinterpreter.v1',
    createdAt,
  });
  const { items } = await interpreter.listSessions({ status: 'READY', maxResults: 5 });
  expect(items).toEqual([{ sessionId, name: 'of a test', status: 'READY', createdAt, lastUpdatedAt: expect.any(Date) as Date }]);
  await interpreter.stopSession();
  expect((await interpreter.getSession({ sessionId })).status).toBe('TERMINATED');
  expect((await interpreter.listSessions({ status: 'READY' })).items).toEqual([]);
});

test('code, in a session that it starts itself', async () => {
  expect(await interpreter.executeCode({ code: 'x = 20' })).toBe('');
  expect(await interpreter.executeCode({ code: 'print(x + 1)' })).toBe('21');
  expect(await interpreter.executeCode({ code: 'print(x)', clearContext: true })).toContain("NameError: name 'x' is not defined");
  expect(await interpreter.executeCode({ language: 'javascript', code: 'console.log([1, 2].map((n) => n * 2).join())' })).toBe('2,4');
  expect(await interpreter.executeCode({ language: 'typescript', code: 'const n: number = 3; console.log(n)' })).toBe('3');
});

test('commands', async () => {
  expect(await interpreter.executeCommand({ command: 'echo $((6 * 7))' })).toBe('42');
  expect(await interpreter.executeCommand({ command: 'no-such-command' })).toContain('not found');
});

test('files', async () => {
  expect(await interpreter.writeFiles({
    files: [{ path: 'a.txt', content: 'A' }, { path: 'sub/b.csv', content: 'x,y\n' }],
  })).toBe('Successfully wrote all 2 files');
  expect(await interpreter.listFiles()).toContain('a.txt - File - text/plain (file:///a.txt)');
  expect(await interpreter.listFiles({ path: 'sub' })).toBe('b.csv - File - text/csv (file:///sub/b.csv)');
  expect(await interpreter.readFiles({ paths: ['a.txt', 'sub/b.csv'] })).toBe('A\nx,y\n');
  expect(await interpreter.readFiles({ paths: ['none.txt'] })).toMatch(/error|not found|no such file/i);
  expect(await interpreter.removeFiles({ paths: ['a.txt'] })).not.toBe('');
  expect(await interpreter.listFiles()).not.toContain('a.txt');
});

test('a custom interpreter, and one that is not there', async () => {
  const custom = new CodeInterpreter({ identifier: 'custom-0000000000' });
  expect(await custom.executeCode({ code: 'print("here")' })).toBe('here');
  await custom.stopSession();
  await expect(
    new CodeInterpreter({ identifier: 'none-0000000000' }).startSession(),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('what goes wrong in a call is told as text', async () => {
  const throttling = service.faults.add({ fault: 'throttle-stream' });
  expect(await interpreter.executeCode({ code: 'print(1)' })).toBe('Error: Rate exceeded');
  throttling.remove();
  service.faults.add({ fault: 'expire', times: 1 });
  expect(await interpreter.executeCode({ code: 'print(1)' })).toMatch(/^Error: Session .* has expired/);
});
