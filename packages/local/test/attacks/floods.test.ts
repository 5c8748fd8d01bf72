import { connect, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiSession } from './api-session.js';
import { AttackedService } from './attacked-service.js';

const GIGABYTE = 2 ** 30;

describe('floods of output, calls and connections', () => {
  let under: AttackedService;
  beforeAll(async () => { under = await AttackedService.start({ limits: { callSeconds: 10, outputBytes: 2 ** 20, processes: 128 } }); });
  afterAll(() => under.close());

  test('1 GB on stdout and stderr, from a cell', async () => {
    const block = 'import os\nblock = b"x" * (1 << 20)\nfor _ in range(512): os.write(1, block); os.write(2, block)';
    const { stdout, stderr, exitCode } = await under.during(under.attacker.python(block));
    expect(exitCode).toBe(0);
    for (const kept of [stdout, stderr]) {
      expect(kept.length).toBeLessThan(2 ** 20 + 500);
      expect(kept).toContain(`${GIGABYTE / 2 - 2 ** 20} bytes more`);
    }
    await under.attackerAnswers();
  });

  test('1 GB on stdout and stderr, from a command', async () => {
    const { stdout, exitCode } = await under.during(under.attacker.command(`head -c ${GIGABYTE / 2} /dev/zero & head -c ${GIGABYTE / 2} /dev/zero >&2; wait`));
    expect(exitCode).toBe(0);
    expect(stdout.length).toBeLessThan(2 ** 20 + 500);
    await under.attackerAnswers();
  });

  test('output byte by byte: the service is not kept busy', async () => {
    const drip = `import os, time
end = time.monotonic() + 2
while time.monotonic() < end:
    os.write(1, b"x"); os.write(2, b"x"); os.sched_yield()`;
    await under.during(Promise.all([under.attacker.python(drip), under.attacker.command(`python3 -I -c '${drip}'`)]));
    await under.attackerAnswers();
  });

  test('output of no text at all, and terminal codes', async () => {
    const { status, stdout } = await under.during(under.attacker.python('import os\nos.write(1, bytes(range(256)) * 4000)'));
    expect(status).toBe(200);
    expect(stdout.length).toBeGreaterThan(1000);
    await under.attackerAnswers();
  });

  test('a client that does not read', async () => {
    const { hostname, port } = new URL(under.service.url);
    const body = JSON.stringify({ name: 'executeCode', arguments: { language: 'python', code: 'print("x" * 900_000)' } });
    const sockets = await Promise.all(Array.from({ length: 20 }, () => new Promise<Socket>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(socket));
      socket.on('error', reject).pause();
      socket.write(`POST /code-interpreters/aws.codeinterpreter.v1/tools/invoke HTTP/1.1\r\nhost: localhost\r\nx-amzn-code-interpreter-session-id: ${under.attacker.id}`
        + `\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    })));
    await under.during(sleep(500));
    await under.attackerAnswers();
    for (const socket of sockets) { socket.destroy(); }
  });

  test('connections that say nothing, or half of something', async () => {
    const { hostname, port } = new URL(under.service.url);
    const sockets = await Promise.all(Array.from({ length: 300 }, (_, index) => new Promise<Socket>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(socket));
      socket.on('error', reject);
      socket.write(['', 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99999\r\n\r\n{', 'GET / HT'][index % 3] ?? '');
    })));
    await under.during(sleep(300));
    for (const socket of sockets) { socket.on('error', () => undefined).destroy(); }
    await under.attackerAnswers();
  });

  test('20 parallel calls in a session', async () => {
    const calls = [...Array(20).keys()];
    const answers = await under.during(Promise.all(calls.flatMap((index) => [
      under.attacker.python(`print(${index})`), under.attacker.command(`sleep 0.2; echo ${index}`),
      under.attacker.tool('writeFiles', { content: [{ path: `parallel-${index}`, text: `${index}` }] }),
    ])));
    calls.forEach((index) => {
      expect(answers.slice(index * 3, index * 3 + 3).map(({ stdout, isError }) => [stdout, isError]))
        .toEqual([[`${index}`, false], [`${index}`, false], ['', false]]);
    });
    const read = await under.attacker.tool('readFiles', { paths: calls.map((index) => `parallel-${index}`) });
    expect(read.content.map(({ resource }) => resource?.text)).toEqual(calls.map(String));
  });

  test('300 calls that wait, each for the one before', async () => {
    const answers = await under.during(Promise.all([...Array(300).keys()].map((index) => under.attacker.python(`print(${index})`))));
    expect(answers.map(({ stdout }) => Number(stdout))).toEqual([...Array(300).keys()]);
  });

  test.each([
    ['cell', (session: ApiSession, signal: AbortSignal) => session.tool('executeCode', {
      code: `import time
time.sleep(9)`,
      language: 'python',
    }, signal)],
    ['command', (session: ApiSession, signal: AbortSignal) => session.tool('executeCommand', { command: 'exec -a gone sleep 9' }, signal)],
    ['script', (session: ApiSession, signal: AbortSignal) => session.tool('executeCode', { code: 'while (true) {}', language: 'javascript', runtime: 'nodejs' }, signal)],
  ])('a client that goes away in the middle of a %s', async (_name, call) => {
    const gone = call(under.attacker, AbortSignal.timeout(400)).catch((error: Error) => error.name);
    expect(await under.during(gone)).toMatch(/Timeout|Abort/);
    await under.attackerAnswers();
    await expect.poll(async () => (await under.attacker.command('pgrep -f "^gone 9" || echo none')).stdout, { timeout: 3000 }).toBe('none');
  });

  test('daemonised children outlive the call, and end with the session', async () => {
    await under.inAnother(async (session) => {
      await session.command('setsid sh -c "trap \\"\\" TERM HUP INT; exec sleep 60" > /dev/null 2>&1 < /dev/null & disown; true');
      await session.python(`import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 100); time.sleep(60)
    os._exit(0)`);
      expect((await session.command('pgrep -c sleep')).stdout).toBe('1');
    });
  });
});
