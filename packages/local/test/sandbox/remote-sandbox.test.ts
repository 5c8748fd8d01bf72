import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { python } from './engine-setup.js';
import { FakeAgent, message } from './fake-agent.js';
import { Channel } from '../../src/sandbox/channel.js';
import { FrameType } from '../../src/sandbox/frames.js';
import { RemoteSandbox } from '../../src/sandbox/remote-sandbox.js';

const outputBytes = 100;
const done = { exitCode: 0, seconds: 0.5, stdoutDropped: 0, stderrDropped: 0 };
const gone = { name: 'SandboxGoneError' };

describe('a remote sandbox', () => {
  let agent: FakeAgent;
  let channel: Channel;
  let sandbox: RemoteSandbox;
  const end = vi.fn(() => Promise.resolve());

  beforeEach(async () => {
    end.mockClear();
    agent = await FakeAgent.connect();
    channel = new Channel(agent.service, { outputBytes });
    sandbox = new RemoteSandbox(channel, { callSeconds: 7, taskSeconds: 8 }, end);
    agent.hello();
    await channel.hello;
    return () => sandbox.close();
  });

  test('asks as the protocol says, and gives what was written', async () => {
    const running = sandbox.executeCode({ ...python('1'), clearContext: true });
    const { call, json } = await agent.request();
    expect(json).toEqual({ op: 'exec', code: '1', language: 'python', runtime: 'python', clear: true, timeout: 7 });
    agent.frame(FrameType.stdout, call, Buffer.from('gr\u00fc').subarray(0, 3));
    agent.frame(FrameType.stderr, call, Buffer.from([0xff, 0x21]));
    agent.frame(FrameType.stdout, call, Buffer.from('\u00fc').subarray(1));
    agent.reply(call, { ...done, stdoutDropped: 4, end: 'timeout' });
    expect(await running).toEqual({ ...done, stdout: 'gr\u00fc', stderr: '\ufffd!', stdoutDropped: 4, end: 'timeout' });
  });

  test('keeps calls apart that are under way together', async () => {
    const [first, second] = [sandbox.executeCommand('1'), sandbox.executeCommand('2')];
    const [one, two] = [await agent.request(), await agent.request()];
    agent.frame(FrameType.stdout, two.call, Buffer.from('two'));
    agent.reply(two.call, done);
    agent.frame(FrameType.stdout, one.call, Buffer.from('one'));
    agent.reply(one.call, done);
    expect([(await first).stdout, (await second).stdout]).toEqual(['one', 'two']);
  });

  test('sends and reads files with their bytes', async () => {
    const writing = sandbox.writeFiles([{ path: 'a', data: Buffer.from('12') }, { path: 'b', data: Buffer.from([0, 255]) }]);
    const write = await agent.request();
    expect(write.json).toEqual({ op: 'write', files: [{ path: 'a', size: 2 }, { path: 'b', size: 2 }] });
    expect(write.attached).toEqual(Buffer.from([49, 50, 0, 255]));
    agent.reply(write.call, {});
    await writing;
    const reading = sandbox.readFiles(['a', 'x', 'b'], 50);
    const read = await agent.request();
    expect(read.json).toEqual({ op: 'read', paths: ['a', 'x', 'b'], maxBytes: 50 });
    const problem = { path: 'x', problem: 'none' };
    agent.reply(read.call, { files: [{ path: 'a', size: 2 }, problem, { path: 'b', size: 1 }] }, Buffer.from([49, 50, 0]));
    expect(await reading).toEqual([{ path: 'a', data: Buffer.from('12') }, problem, { path: 'b', data: Buffer.from([0]) }]);
  });

  test('reads tasks', async () => {
    const starting = sandbox.startTask('sleep 1');
    const { call, json } = await agent.request();
    expect(json).toEqual({ op: 'task_start', command: 'sleep 1', timeout: 8 });
    const task = { id: 'i', status: 'working', seconds: 1, stdoutDropped: 0, stderrDropped: 0 };
    agent.reply(call, { task: { ...task, stdoutSize: 2, exitCode: null } }, Buffer.from('outerr'));
    expect(await starting).toEqual({ ...task, stdout: 'ou', stderr: 'terr' });
  });

  test('turns a refusal into an error of the caller, and goes on', async () => {
    const listing = sandbox.listFiles('/etc');
    agent.reply((await agent.request()).call, { error: 'not there' });
    await expect(listing).rejects.toMatchObject({ name: 'SandboxError', message: 'not there' });
    const again = sandbox.listFiles('.');
    agent.reply((await agent.request()).call, { entries: [{ name: 'a', directory: true, bytes: 0 }] });
    expect(await again).toEqual([{ name: 'a', directory: true, bytes: 0 }]);
  });

  test.each([['before', true], ['while', false]])('cancels a call when its signal is aborted %s it runs', async (_, before) => {
    const abort = new AbortController();
    if (before) { abort.abort(); }
    const running = sandbox.executeCommand('sleep 9', { signal: abort.signal });
    const { call } = await agent.request();
    abort.abort();
    const cancel = await agent.request();
    expect(cancel.json).toEqual({ op: 'cancel', call });
    agent.reply(cancel.call, {});
    agent.reply(call, { ...done, exitCode: 130, end: 'canceled' });
    expect(await running).toMatchObject({ end: 'canceled', exitCode: 130 });
  });

  test('cancels nothing once a call has ended', async () => {
    const abort = new AbortController();
    const running = sandbox.executeCommand('true', { signal: abort.signal });
    agent.reply((await agent.request()).call, done);
    await running;
    abort.abort();
    const next = sandbox.stats();
    const { call, json } = await agent.request();
    expect(json).toEqual({ op: 'stats' });
    agent.reply(call, { processes: 1, memoryBytes: 2, diskBytes: 3 });
    expect(await next).toEqual({ processes: 1, memoryBytes: 2, diskBytes: 3 });
  });

  test('fails what is under way when its agent goes, and is ended then', async () => {
    const running = sandbox.executeCommand('true');
    await agent.request();
    agent.end();
    await expect(running).rejects.toMatchObject(gone);
    await sandbox.ended;
    await expect(sandbox.executeCommand('true')).rejects.toMatchObject(gone);
    expect(end).toHaveBeenCalledTimes(1);
  });

  test('is ended once, however often it is closed', async () => {
    await Promise.all([sandbox.close(), sandbox.close()]);
    await sandbox.close();
    expect(end).toHaveBeenCalledTimes(1);
  });

  test.each<[string, (call: number) => void]>([
    ['an unknown type', (call) => agent.frame(9, call, Buffer.alloc(0))],
    ['another greeting', (call) => agent.frame(FrameType.hello, call, message({}))],
    ['a call that is not open', (call) => agent.reply((call ^ 1) >>> 0, done)],
    ['a frame without end', (call) => agent.frame(FrameType.stdout, call, Buffer.alloc(0), 0xffffffff)],
    ['more output than allowed', (call) => agent.frame(FrameType.stdout, call, Buffer.alloc(outputBytes + 1))],
    ['more output than allowed, bit by bit', (call) => {
      for (let sent = 0; sent <= outputBytes; sent += 10) { agent.frame(FrameType.stderr, call, Buffer.alloc(10)); }
    }],
    ['no JSON', (call) => agent.frame(FrameType.reply, call, Buffer.from('garbage'))],
    ['a reply without exit code', (call) => agent.reply(call, { ...done, exitCode: undefined })],
    ['an exit code of another kind', (call) => agent.reply(call, { ...done, exitCode: '0' })],
    ['a negative number', (call) => agent.reply(call, { ...done, stdoutDropped: -1 })],
    ['an unknown end', (call) => agent.reply(call, { ...done, end: 'bored' })],
    ['an error of another kind', (call) => agent.reply(call, { error: {} })],
  ])('is ended by %s', async (_, misbehave) => {
    const running = sandbox.executeCommand('true');
    misbehave((await agent.request()).call);
    await expect(running).rejects.toMatchObject(gone);
    await sandbox.ended;
    expect(end).toHaveBeenCalledTimes(1);
  });

  test('takes as much output as allowed', async () => {
    const running = sandbox.executeCommand('true');
    const { call } = await agent.request();
    agent.frame(FrameType.stdout, call, Buffer.alloc(outputBytes, 97));
    agent.reply(call, done);
    expect((await running).stdout).toHaveLength(outputBytes);
  });

  test.each<[object, string]>([
    [{ files: [{ path: 'a', size: 3 }] }, 'more bytes than sent'],
    [{ files: [] }, 'too few files'],
    [{ files: 'a' }, 'no list'],
    [{ files: [1] }, 'no object'],
  ])('is ended by files that are not as announced: %j, %s', async (answer, _) => {
    const reading = sandbox.readFiles(['a'], 50);
    agent.reply((await agent.request()).call, answer, Buffer.from('12'));
    await expect(reading).rejects.toMatchObject(gone);
  });

  test('throws nothing else, whatever comes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 100 }), async (bytes) => {
      const hostile = await FakeAgent.connect();
      const line = new Channel(hostile.service, { outputBytes });
      const asked = new RemoteSandbox(line, { callSeconds: 1, taskSeconds: 1 }, () => Promise.resolve());
      const running = asked.executeCommand('true');
      hostile.hello();
      await hostile.request();
      hostile.raw(bytes);
      hostile.end();
      await expect(running).rejects.toMatchObject(gone);
      await asked.ended;
    }), { numRuns: 50 });
  });
});

test('a sandbox that cannot be ended breaks nothing when its agent goes, and says so to who closes it', async () => {
  const agent = await FakeAgent.connect();
  const sandbox = new RemoteSandbox(new Channel(agent.service, { outputBytes }), { callSeconds: 7, taskSeconds: 8 }, async () => {
    throw new Error('something stays');
  });
  agent.end();
  await sandbox.ended;
  // An unhandled rejection in this time fails the run.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await expect(sandbox.close()).rejects.toThrow('something stays');
});
