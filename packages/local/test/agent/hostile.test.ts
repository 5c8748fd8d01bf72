import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RunningAgent } from './running-agent.js';

const MAXIMUM_AGENT_KIB = 60_000;
let agent: RunningAgent;
beforeEach(async () => { agent = await RunningAgent.start(); });
afterEach(() => agent.stop());

const CHANNEL = [
  'import os, socket, stat, struct, json',
  'sockets = [n for n in range(3, 1000) if os.path.exists(f"/proc/self/fd/{n}") and stat.S_ISSOCK(os.fstat(n).st_mode)]',
  'channel = socket.socket(fileno=sockets[0])',
  'def forge(data): os.write(channel.fileno(), struct.pack(">I", len(data)) + data)',
].join('\n');

async function worksStill(): Promise<void> {
  expect(await agent.python('print("works")')).toMatchObject({ stdout: 'works\n', stderr: '', exitCode: 0 });
  expect(await agent.sandbox.executeCommand('echo works')).toMatchObject({ stdout: 'works\n' });
}

async function residentKib(): Promise<number> {
  return Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${agent.pid}/status`, 'utf8'))?.[1]);
}

test.each([
  ['a loop', 'while True: pass', true],
  ['sleeping', 'import time; time.sleep(60)', true],
  ['a program', 'import subprocess; subprocess.run(["sleep", "60"])', true],
  ['catching the interrupt', 'try:\n    while True: pass\nexcept KeyboardInterrupt: pass', true],
  ['ignoring the interrupt', 'import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass', false],
  ['inside C', 'sum(range(10**12))', false],
  ['a loop that catches everything', 'import time\nwhile True:\n    try: time.sleep(1)\n    except BaseException: pass', false],
])('too long: %s', async (_case, code, kept) => {
  await agent.python('kept = "kept"');
  const { json, stderr } = await agent.within(0.3, { op: 'exec', code, language: 'python', runtime: 'python' });
  expect(json).toMatchObject({ exitCode: 124, end: 'timeout' });
  expect(`${stderr}`).toContain('it took longer than 0.3 s');
  expect(`${stderr}`).toContain(kept ? 'Variables are kept' : 'variables are lost, files remain');
  expect((await agent.python('kept')).exitCode).toBe(kept ? 0 : 1);
  await agent.python('0');
  await worksStill();
});

test('canceling what runs and what waits', async () => {
  const controllers = [new AbortController(), new AbortController()];
  const running = agent.python('while True: pass', { signal: controllers[0]?.signal });
  const waiting = agent.python('open("ran", "w")', { signal: controllers[1]?.signal });
  await sleep(100);
  controllers[1]?.abort();
  expect(await waiting).toMatchObject({ exitCode: 130, end: 'canceled', stderr: 'Execution was canceled before it began.\n' });
  controllers[0]?.abort();
  expect(await running).toMatchObject({ exitCode: 130, end: 'canceled' });
  expect(await agent.sandbox.listFiles('')).toEqual([]);
  await worksStill();
});

test.each([
  ['kill', 'import os; os.kill(os.getpid(), 9)', 137],
  ['a crash', 'import ctypes; ctypes.string_at(0)', 139],
  ['exit code 4', 'import os; os._exit(4)', 4],
  ['closed descriptors', 'import os; os.closerange(0, 1000)', undefined],
])('the process goes: %s', async (_case, code, exitCode) => {
  const result = await agent.python(code);
  expect(result).toMatchObject({ end: 'killed', ...(exitCode !== undefined && { exitCode }) });
  expect(result.stderr).toContain('variables are lost, files remain');
  await worksStill();
});

test('a process that goes between cells is told of', async () => {
  await agent.python('import os, threading, time\nkept = 1\nthreading.Thread(target=lambda: (time.sleep(0.1), os._exit(0))).start()');
  await sleep(300);
  const next = await agent.python('print("next")');
  expect(next).toMatchObject({ stdout: 'next\n', exitCode: 0, stderr: expect.stringContaining('variables are lost, files remain') });
  await worksStill();
});

test('a channel closed between cells ends the process', async () => {
  await agent.python(`${CHANNEL}\nimport threading, time\nthreading.Timer(0.1, lambda: channel.shutdown(socket.SHUT_RDWR)).start()`);
  await sleep(300);
  expect(await agent.python('print("next")')).toMatchObject({ stdout: 'next\n', exitCode: 0 });
  await worksStill();
});

test('no cell that waits is sent to a process that has said it takes no more', async () => {
  await agent.python(CHANNEL);
  const last = 'import sys, time\nframe = sys._getframe()\nwhile "cell" not in frame.f_locals: frame = frame.f_back\n'
    + 'forge(json.dumps(dict(nonce=frame.f_locals["cell"]["nonce"], exitCode=6, last=True)).encode()); time.sleep(10)';
  const [first, second] = await Promise.all([agent.python(last), agent.python('print("fresh", "json" in dir())')]);
  expect(first).toMatchObject({ exitCode: 6 });
  expect(second).toMatchObject({ stdout: 'fresh False\n', stderr: '', exitCode: 0 });
});

test.each([
  ['an answer without the nonce', 'forge(json.dumps(dict(nonce="0" * 32, exitCode=0)).encode())', 0],
  ['thousands of answers', 'for _ in range(5000): forge(b\'{"nonce": null, "exitCode": [], "x": {}}\')', 0],
  ['no JSON', 'forge(b"not json")\nimport time; time.sleep(10)', 137],
  ['no object', 'forge(b"[[]]")\nimport time; time.sleep(10)', 137],
  ['JSON nested deeply', 'forge(b"[" * 4000)\nimport time; time.sleep(10)', 137],
  ['a giant length', 'os.write(channel.fileno(), b"\\xff" * 8)\nimport time; time.sleep(10)', 137],
  ['a channel shut down', 'channel.shutdown(socket.SHUT_RDWR)\nimport time; time.sleep(10)', 137],
])('forged: %s', async (_case, code, exitCode) => {
  await agent.python(CHANNEL);
  expect(await agent.python(`${code}\nprint("own")`)).toMatchObject({ exitCode });
  await worksStill();
});

test('an answer ahead of time does not count for the next cell', async () => {
  await agent.python(CHANNEL);
  await agent.python('nonce = None\nfor _ in range(3): forge(json.dumps(dict(nonce=nonce, exitCode=9)).encode())');
  await worksStill();
});

test('a gigabyte on stdout and stderr is read, counted and dropped', async () => {
  const result = await agent.python('import os\nblock = b"x" * (1 << 20)\nfor _ in range(512): os.write(1, block); os.write(2, block)');
  expect(result).toMatchObject({ exitCode: 0, stdoutDropped: 2 ** 29 - 100_000, stderrDropped: 2 ** 29 - 100_000 });
  expect(await residentKib()).toBeLessThan(MAXIMUM_AGENT_KIB);
  await worksStill();
});

test('output without an end does not keep a cell from ending, nor mixes with the next', async () => {
  await agent.python('import os\nif os.fork() == 0:\n    os.setsid()\n    while True: os.write(1, b"endless ")');
  await worksStill();
});

test('a service that does not read is waited for, and memory stays bounded', async () => {
  await agent.stop();
  agent = await RunningAgent.start({ limits: { outputBytes: 200_000_000 } });
  agent.stream.pause();
  const result = agent.python('import os\nfor _ in range(150): os.write(1, b"x" * (1 << 20))');
  await sleep(1500);
  expect(await residentKib()).toBeLessThan(MAXIMUM_AGENT_KIB);
  agent.stream.resume();
  expect((await result).stdout).toHaveLength(150 << 20);
});

test('signals to the agent, of all kinds but those that nobody can refuse', async () => {
  await agent.python([
    'import os, signal',
    `agent = ${agent.pid}`,
    'for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, 4, 5, 6, 7, 8, 11}:',
    '    os.kill(agent, number)',
  ].join('\n'));
  await worksStill();
});

test('a cell process may look at itself', async () => {
  expect((await agent.python('open("/proc/self/maps").read() != ""')).stdout).toBe('True\n');
});

test('a killed or stopped file process is replaced', async () => {
  await agent.sandbox.listFiles('');
  const children = (await readFile(`/proc/${agent.pid}/task/${agent.pid}/children`, 'utf8')).trim().split(' ');
  expect(children).toHaveLength(1);
  process.kill(Number(children[0]), 'SIGKILL');
  await sleep(50);
  expect(await agent.sandbox.listFiles('')).toEqual([]);
});

test('daemons end with the session', async () => {
  const daemon = '    os.setsid()\n    if os.fork() == 0: time.sleep(60)\n    os._exit(0)';
  await agent.python(`import os, time\nif os.fork() == 0:\n${daemon}`);
  await agent.sandbox.executeCommand('setsid nohup sleep 60 > /dev/null 2>&1 &');
  await agent.sandbox.startTask('sleep 60');
  expect((await agent.sandbox.stats()).processes).toBeGreaterThan(4);
  const before = await descendants(agent.pid);
  expect(before.length).toBeGreaterThan(4);
  await agent.sandbox.close();
  const left = await Promise.all(before.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  expect(left.filter((status) => status !== '' && !/\) Z /.test(status))).toEqual([]);
});

async function descendants(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const status = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    parents.set(Number(name), Number(status.split(') ').at(-1)?.split(' ')[1]));
  }
  const isBelow = (one: number): boolean => {
    const parent = parents.get(one);
    return parent === pid || (parent !== undefined && parent > 1 && isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}
