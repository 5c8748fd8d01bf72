import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ToolRunner } from '../src/core.js';
import { GOLDEN_RESULT } from './recorded/frames.js';
import { frames, HeldAnswer, httpError, StandInService } from './recorded/stand-in-service.js';

const PRINT = { code: 'print("hi")' };
const destroyed = vi.spyOn(BedrockAgentCoreClient.prototype, 'destroy');
let service: StandInService;

beforeEach(async () => {
  service = await StandInService.start();
  vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_AGENTCORE', service.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_REGION', 'us-west-2');
  destroyed.mockClear();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await service[Symbol.asyncDispose]();
});

test('a client that is made finds the service as the AWS SDK does', async () => {
  const runner = new ToolRunner();
  expect((await runner.run('execute_code', PRINT)).text).toBe('hi');
  await runner.cleanup();
  expect(service.requests.map(({ operation }) => operation)).toEqual(['start', 'invoke', 'stop']);
});

test('it is destroyed with the last thread, and another is made when there is need', async () => {
  const runner = new ToolRunner({ region: 'eu-west-1' });
  await runner.run('execute_code', PRINT, { threadId: 'a' });
  await runner.cleanup('a');
  expect(destroyed).not.toHaveBeenCalled();

  await runner.cleanup();
  expect(destroyed).toHaveBeenCalledOnce();
  expect((await runner.run('execute_code', PRINT)).text).toBe('hi');
  await runner.cleanup();
  expect(destroyed).toHaveBeenCalledTimes(2);
});

test('a call that is still under way is answered before the client is destroyed', async () => {
  const runner = new ToolRunner();
  const invoke = new HeldAnswer(frames(GOLDEN_RESULT));
  service.next('invoke', invoke.answer);
  const call = runner.run('execute_code', PRINT);
  await invoke.asked;

  await runner.cleanup();
  expect(destroyed).not.toHaveBeenCalled();
  invoke.release();

  expect((await call).text).toBe('hi');
  expect(destroyed).toHaveBeenCalledOnce();
});

test('it starts sessions as often as maxAttempts says', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const runner = new ToolRunner({ maxAttempts: 2 });
  const throttled = httpError('ThrottlingException', 'Rate exceeded');
  service.next('start', throttled, throttled);

  await expect(runner.run('execute_code', PRINT)).rejects.toMatchObject({ code: 'Throttled' });

  expect(service.count('start')).toBe(2);
  vi.mocked(Math.random).mockRestore();
});

test('fails for a region beside a client, which has its own', () => {
  expect(() => new ToolRunner({ client: service.client(), region: 'us-east-1' })).toThrow(
    'region must be left out beside client, which has a region of its own, got: "us-east-1"',
  );
});
