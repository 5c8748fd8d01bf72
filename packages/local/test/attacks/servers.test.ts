import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ApiSession } from './api-session.js';
import { limitThisProcess } from './outer-limits.js';
import { ServerPackage, ServerProcess } from './server-process.js';
import { descendantsOf, HostProcess, isRunning, keepersOf } from '../sandbox/host-processes.js';
import { leftovers } from '../sandbox/leftovers.js';

const ORDINARY_USER = 1001;
const SECONDS_TO_CLEAN_UP = 8;

describe.each([
  ['root, or whoever runs these tests', undefined],
  ...(process.getuid?.() === 0 ? [['an ordinary user', ORDINARY_USER] as const] : []),
] as const)('the end of a service run by %s', (_who, uid) => {
  let service: ServerPackage;
  beforeAll(async () => {
    limitThisProcess();
    service = await ServerPackage.make();
  });
  afterAll(() => service.remove());

  /** With everything running in its sessions that could stay behind. */
  const busy = async (): Promise<{ server: ServerProcess; session: ApiSession; keeper: HostProcess; processes: HostProcess[] }> => {
    const server = await service.start(uid, '--pool', '2', '--python', '/usr/bin/python3', '--quiet', '--processes', '32');
    const [session, bombing] = await Promise.all([ApiSession.start(server.url), ApiSession.start(server.url)]);
    await Promise.all([
      session.python(`import os, signal, time
for number in (1, 2, 15): signal.signal(number, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid(); time.sleep(600)`),
      session.script('nodejs', 'globalThis.x = 1'),
      session.command('setsid sh -c "trap \\"\\" TERM HUP INT; sleep 600" > /dev/null 2>&1 & disown; true'),
      session.tool('startCommandExecution', { command: 'trap "" TERM; sleep 600; sleep 600' }),
    ]);
    for (const call of [session.python('while True: pass'), bombing.python(`import os, time
end = time.monotonic() + 20
while time.monotonic() < end:
    try: os.fork()
    except OSError: pass`)]) {
      call.catch(() => undefined);
    }
    await vi.waitFor(() => expect(descendantsOf(server.pid).length).toBeGreaterThan(30), { timeout: 10_000 });
    const [keeper] = keepersOf(server.pid);
    if (!keeper) { throw new Error('no keeper is running'); }
    return { server, session, keeper, processes: descendantsOf(server.pid) };
  };
  const nothingIsLeft = (server: ServerProcess, keeper: HostProcess, processes: readonly HostProcess[]): Promise<void> => vi.waitFor(() => {
    const running = processes.filter(({ pid }) => isRunning(pid)).map(({ pid, command }) => `process ${pid} ${command}`);
    expect([...running, ...leftovers(server.pid, keeper.pid)]).toEqual([]);
  }, { timeout: SECONDS_TO_CLEAN_UP * 1000, interval: 50 });

  test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)('%s of the server itself', async (signal) => {
    const { server, keeper, processes } = await busy();
    process.kill(server.pid, signal);
    await nothingIsLeft(server, keeper, [{ pid: server.pid, parent: 0, command: 'the service' }, ...processes]);
  });

  test.each(['keeper', 'zygote'] as const)('SIGKILL of the %s: said to the client, and nothing is left', async (victim) => {
    const { server, session, keeper, processes } = await busy();
    const zygote = processes.find(({ parent, pid }) => parent === keeper.pid && descendantsOf(pid).length > 0);
    process.kill(victim === 'keeper' ? keeper.pid : zygote?.pid ?? NaN, 'SIGKILL');
    await expect.poll(async () => (await session.command('echo still there')).text, { timeout: 5000 }).toMatch(/sandbox is gone|over|Start another/);
    const refusal = () => ApiSession.start(server.url).catch((error: Error) => error.message);
    await expect.poll(refusal, { timeout: 5000 }).toMatch(/could not make a sandbox.*start the service again/s);
    const own = new Set([server.pid, ...descendantsOf(server.pid).map(({ pid }) => pid)]);
    await vi.waitFor(() => expect(processes.filter(({ pid }) => isRunning(pid) && !own.has(pid))).toEqual([]), { timeout: 5000 });
    process.kill(server.pid, 'SIGTERM');
    await nothingIsLeft(server, keeper, [{ pid: server.pid, parent: 0, command: 'the service' }, ...processes]);
  });
});
