import { expect, test } from 'vitest';
import { CodeInterpreterToolErrorCode, ToolRunner } from '../../src/core.js';
import { exceptionFrame, unmodelledFrame } from '../recorded/frames.js';
import { runnerOnStandIn } from '../recorded/runner-on-stand-in.js';
import { Answer, frames, httpError } from '../recorded/stand-in-service.js';

const PRINT = { code: 'print("hi")' };
const BROKEN: Answer = (response) => { response.destroy(); };
const HALF: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  response.end(Buffer.from('000000950000004c03ae7ab2', 'hex'));
};
const NO_STREAM: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"content":[]}');
};

const FAILURES: readonly (readonly [string, Answer, CodeInterpreterToolErrorCode, string | RegExp])[] = [
  ['500', httpError('InternalServerException', 'oops'), 'ServiceFailure',
    'execute_code failed: InternalServerException: oops. The call may have done its work or not: look before you repeat it.'],
  ['500 without a name', (response) => { response.writeHead(503).end('{}'); }, 'ServiceFailure', /^execute_code failed: /],
  ['internalServerException in the stream', frames(exceptionFrame('internalServerException', 'oops')), 'ServiceFailure', /InternalServerException: oops\./],
  ['403', httpError('AccessDeniedException', 'not you'), 'AccessDenied',
    'execute_code failed: AccessDeniedException: not you. Check the credentials, and that their role may start, invoke and stop sessions of this code interpreter.'],
  ['accessDeniedException in the stream', frames(exceptionFrame('accessDeniedException', 'not you')), 'AccessDenied', /AccessDeniedException: not you\./],
  ['402', httpError('ServiceQuotaExceededException', 'too many'), 'QuotaExceeded',
    'execute_code failed: ServiceQuotaExceededException: too many. Stop sessions that are not needed (cleanup), or have the quota raised.'],
  ['an error that the model of the service does not know', frames(unmodelledFrame('Strange', 'who knows')), 'ServiceFailure', /^execute_code failed: Strange: who knows\./],
  ['a connection that breaks off', BROKEN, 'NoConnection',
    /^execute_code failed: .*Check region, credentials, endpoint and network\. A call that was already sent may have done its work\.$/],
  ['half a frame', HALF, 'ServiceFailure', /Truncated event message received\./],
  ['no event stream at all', NO_STREAM, 'ServiceFailure', /^execute_code failed: /],
];

test.each(FAILURES)('%s fails the call, which is sent once', async (_, answer, code, message) => {
  const { runner, service } = await runnerOnStandIn();
  service.next('invoke', answer);

  const error = await runner.run('execute_code', PRINT).catch((caught: unknown) => caught);

  expect(error).toMatchObject({ name: 'CodeInterpreterToolError', code });
  expect((error as Error).message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  expect((error as Error).cause).toBeInstanceOf(Error);
  expect(service.count('invoke')).toBe(1);
  expect(service.count('start')).toBe(1);
});

test('after a failure the session is still there', async () => {
  const { runner, service } = await runnerOnStandIn();
  service.next('invoke', httpError('InternalServerException', 'oops'));
  await runner.run('execute_code', PRINT).catch(() => undefined);

  expect((await runner.run('execute_code', PRINT)).text).toBe('hi');
  expect(service.count('start')).toBe(1);
});

test('what the service does not accept is told to the model', async () => {
  const { runner, service } = await runnerOnStandIn();
  service.next('invoke', httpError('ValidationException', 'Value at arguments.code is too long.'));

  expect(await runner.run('execute_code', PRINT)).toMatchObject({
    isError: true, text: 'The service did not take the call: Value at arguments.code is too long.',
  });
  expect(service.count('invoke')).toBe(1);
});

const START_FAILURES: readonly (readonly [Answer, CodeInterpreterToolErrorCode, string])[] = [
  [httpError('ResourceNotFoundException', 'No such interpreter.'), 'InterpreterNotFound',
    'starting a session of aws.codeinterpreter.v1 failed: No such interpreter. Check codeInterpreterIdentifier, CUSTOM_INTERPRETER_ID and the region.'],
  [httpError('ValidationException', 'Bad mount path.'), 'InvalidOptions',
    'starting a session of aws.codeinterpreter.v1 failed: Bad mount path. Check the options that the session is started with.'],
  [httpError('ServiceQuotaExceededException', 'too many sessions'), 'QuotaExceeded',
    'starting a session of aws.codeinterpreter.v1 failed: ServiceQuotaExceededException: too many sessions. Stop sessions that are not needed (cleanup), or have the quota raised.'],
  [(response) => { response.writeHead(200, { 'content-type': 'application/json' }).end('{}'); }, 'NoConnection',
    'starting a session of aws.codeinterpreter.v1 failed: Error: the answer has no sessionId.'],
];

test.each(START_FAILURES)('a session that cannot be started fails the call: %#', async (answer, code, message) => {
  const { runner, service } = await runnerOnStandIn();
  service.next('start', answer);

  const error = await runner.run('execute_code', PRINT).catch((caught: unknown) => caught);

  expect(error).toMatchObject({ code });
  expect((error as Error).message).toContain(message);
  expect(service.count('invoke')).toBe(0);
});

test('a start that the service failed is repeated by the SDK, which it may, as it has a client token', async () => {
  const { runner, service } = await runnerOnStandIn();
  service.next('start', httpError('InternalServerException', 'oops'));

  expect((await runner.run('execute_code', PRINT)).text).toBe('hi');

  const tokens = service.of('start').map(({ body }) => body.clientToken);
  expect(tokens).toHaveLength(2);
  expect(tokens[1]).toBe(tokens[0]);
});

test('no one listening is told with the address', async () => {
  const { service } = await runnerOnStandIn();
  const client = service.client(1);
  await service[Symbol.asyncDispose]();
  const failed = new ToolRunner({ client }).run('execute_code', PRINT);

  await expect(failed).rejects.toThrow(/^starting a session of aws\.codeinterpreter\.v1 failed: .*ECONNREFUSED.*Check region, credentials, endpoint and network\.$/);
  await expect(failed).rejects.toMatchObject({ code: 'NoConnection' });
  client.destroy();
});
