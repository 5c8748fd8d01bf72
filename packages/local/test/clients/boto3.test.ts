import { expect, test, vi } from 'vitest';
import { FAILING_INTERPRETERS } from './failing-interpreters.js';
import { runPython, SCRIPT_MS } from './python-client.js';
import { startForClients, SYSTEM } from './service-for-clients.js';

vi.setConfig({ testTimeout: SCRIPT_MS + 10_000 });
const service = await startForClients(FAILING_INTERPRETERS);
const aTime = { datetime: expect.stringMatching(/^20.*\+00:00$/) as string };
const aString = expect.any(String) as string;

test('each operation', async () => {
  const sessionId = expect.stringMatching(/^[0-9A-Z]{26}$/) as string;
  const codeInterpreterId = expect.stringMatching(/^boto3_made-[a-zA-Z0-9]{10}$/) as string;
  const codeInterpreterArn = expect.stringMatching(
    /^arn:aws:bedrock-agentcore:us-east-1:123456789012:code-interpreter-custom\/boto3_made-/,
  ) as string;
  expect(await runPython('boto3_operations.py', service)).toEqual({
    started: { codeInterpreterIdentifier: SYSTEM, sessionId, createdAt: aTime },
    repeated: true,
    seen: { codeInterpreterIdentifier: SYSTEM, sessionId, name: 'mine', createdAt: aTime, sessionTimeoutSeconds: 60, status: 'READY' },
    listed: [{ codeInterpreterIdentifier: SYSTEM, sessionId, name: 'mine', status: 'READY', createdAt: aTime, lastUpdatedAt: aTime }],
    stopped: { codeInterpreterIdentifier: SYSTEM, sessionId, lastUpdatedAt: aTime },
    after: 'TERMINATED',
    created: { codeInterpreterId, codeInterpreterArn, createdAt: aTime, status: 'CREATING' },
    got: {
      codeInterpreterId,
      codeInterpreterArn,
      name: 'boto3_made',
      description: 'of a test',
      networkConfiguration: { networkMode: 'SANDBOX' },
      status: 'READY',
      createdAt: aTime,
      lastUpdatedAt: aTime,
    },
    by_arn: ['here', true],
    pages: [['boto3_made', 'broken'], 2, 2, 2, 2, 1],
    system: [SYSTEM],
    tags: [{ a: '1' }, { 'a': '1', 'b/c:d': 'x y' }, { a: '1' }],
    busy: 'ConflictException',
    deleted: { codeInterpreterId, status: 'DELETING', lastUpdatedAt: aTime },
    gone: 'ResourceNotFoundException',
  });
});

test('each tool', async () => {
  const done = (stdout: string) => ({
    content: [{ type: 'text', text: stdout }],
    structuredContent: { stdout, stderr: '', exitCode: 0, executionTime: expect.any(Number) as number },
    isError: false,
  });
  expect(await runPython('boto3_tools.py', service)).toEqual({
    python: done('42'),
    javascript: [done('deno'), done('deno'), done('node')],
    typescript: [done('3'), done('3'), done('3')],
    traceback: [true, 1, expect.stringMatching(/^-{75}\nZeroDivisionError +Traceback/)],
    command: {
      ...done('out'),
      content: [{ type: 'text', text: 'out\nerr' }],
      isError: true,
      structuredContent: { stdout: 'out', stderr: 'err', exitCode: 3, executionTime: expect.any(Number) as number },
    },
    written: { content: [{ type: 'text', text: 'Successfully wrote all 2 files' }], isError: false },
    listed: ['a.csv', 'b.png'],
    read: [
      { type: 'text', uri: 'file:///made/a.csv', mimeType: 'text/csv', text: 'é,漢\n' },
      { type: 'blob', uri: 'file:///made/b.png', mimeType: 'image/png', blob: { base64: 'AAEC//79' } },
    ],
    missing: [true, ['text']],
    removed: { content: [{ type: 'text', text: 'Successfully removed all 1 files' }], isError: false },
    after: ['b.png'],
    submitted: {
      content: [{ type: 'text', text: aString }], structuredContent: { taskId: aString, taskStatus: 'submitted' }, isError: false,
    },
    task: ['completed', 'background', 0],
    stopped: ['canceled', true],
    session_header: true,
  });
});

test('each error, with the retries that there are by default', async () => {
  const plain = (code: string, status: number) => ({ type: code, code, status, retries: 0, in_stream: false });
  const inStream = { type: 'EventStreamError', status: null, retries: null, in_stream: true };
  expect(await runPython('boto3_errors.py', service)).toEqual({
    throttled: ['done', 2],
    throttled_legacy: ['done', 2],
    throttled_for_good: { ...plain('ThrottlingException', 429), retries: 2 },
    throttled_in_stream: { ...inStream, code: 'throttlingException' },
    untouched: '1',
    expired: [plain('ResourceNotFoundException', 404), plain('ResourceNotFoundException', 404)],
    over_quota: plain('ServiceQuotaExceededException', 402),
    denied: plain('AccessDeniedException', 403),
    broken: ['done', 1],
    unknown_interpreter: plain('ResourceNotFoundException', 404),
    unknown_session: plain('ResourceNotFoundException', 404),
    invalid: [
      ['FieldValidationFailed', 'name'], ['FieldValidationFailed', 'arguments.language'],
      ['FieldValidationFailed', 'sessionTimeoutSeconds'],
      ['FieldValidationFailed', 'sessionId'],
    ],
    stopped_under_way: plain('ConflictException', 409),
    time_over: plain('ResourceNotFoundException', 404),
  });
});
