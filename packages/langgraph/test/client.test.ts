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

test('a cleanup does not wait for calls, however many there are', async () => {
  const runner = new ToolRunner();
  await runner.run('execute_code', PRINT);
  const held = Array.from({ length: 60 }, () => new HeldAnswer(frames(GOLDEN_RESULT)));
  service.next('invoke', ...held.map(({ answer }) => answer));
  const calls = held.map(() => runner.run('execute_command', { command: 'sleep 600' }));
  await Promise.all(held.map(({ asked }) => asked));

  await runner.cleanup();

  expect(service.count('stop')).toBe(1);
  for (const { release } of held) { release(); }
  await Promise.all(calls);
});

test('without a region, it says where one is named', async () => {
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  const failed = new ToolRunner().run('execute_code', PRINT);
  await expect(failed).rejects.toMatchObject({
    code: 'NoConnection', message: 'starting a session of aws.codeinterpreter.v1 failed: Error: Region is missing. Set AWS_REGION, or the option region.',
  });
  expect(service.requests).toEqual([]);
});

test('without credentials, it says how they are given', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) { vi.stubEnv(name, undefined); }
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) { vi.stubEnv(name, '/dev/null'); }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const failed = new ToolRunner().run('execute_code', PRINT);
  await expect(failed).rejects.toThrow(/CredentialsProviderError: .*providers\. Give credentials in one of the ways of the AWS SDK: AWS_PROFILE, .*, or a role\.$/);
  expect(service.requests).toEqual([]);
});

test('fails for a region beside a client, which has its own', () => {
  expect(() => new ToolRunner({ client: service.client(), region: 'us-east-1' })).toThrow(
    'region must be left out beside client, which has a region of its own, got: "us-east-1"',
  );
});
