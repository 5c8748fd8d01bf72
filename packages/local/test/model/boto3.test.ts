import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { CLIENT_SETTINGS, startForModelClients } from './aws-client.js';

vi.setConfig({ testTimeout: 60_000 });
const model = await startForModelClients();

test('boto3 has tools called, gets answers, in one piece and in many, and the errors', async () => {
  const script = fileURLToPath(new URL('python/boto3_converse.py', import.meta.url));
  const { stdout } = await promisify(execFile)(process.env.AGENTCORE_LOCAL_PYTHON ?? 'python3', [script], {
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...CLIENT_SETTINGS, ...model.environment },
  });
  expect(JSON.parse(stdout)).toEqual({
    asked: 'tool_use',
    code: expect.stringContaining('print(fibonacci(50))') as string,
    said: [{ text: 'The 50th Fibonacci number is 4711.' }],
    streamed: 'The 50th Fibonacci number is 4711.',
    stop: ['end_turn'],
    no_messages: [
      'ValidationException',
      '1 validation error detected: Value of 0 members at \'messages\' failed to satisfy constraint: '
      + 'Member must have length greater than or equal to 1',
      400,
    ],
    invoke_model: ['ValidationException', expect.stringMatching(/^The scripted model does not play invoke\. Only Converse /) as string, 400],
  });
});
