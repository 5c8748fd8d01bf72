import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { engineSetup, limits, python } from './engine-setup.js';
import { descendantsOf, HostProcess, keepersOf } from './host-processes.js';
import { nothingLeft } from './leftovers.js';
import { startServer } from './server-process.js';
import { createNamespacesEngine } from '../../src/sandbox/namespaces-engine.js';
import { Engine, Sandbox } from '../../src/sandbox/sandbox.js';

/** How sessions begin and end, whoever runs the service. */
export function describeEngine(who: string): void {
  describe(`the engine of a service run by ${who}`, () => {
    let engine: Engine;
    const sandbox = () => engine.open({ networkMode: 'SANDBOX' });
    const start = async (): Promise<{ keeper: HostProcess; zygote: HostProcess }> => {
      engine = await createNamespacesEngine(await engineSetup());
      return vi.waitFor(() => {
        const keeper = keepersOf(process.pid).at(-1);
        const zygote = descendantsOf(keeper?.pid ?? 0).find((one) => descendantsOf(one.pid).length > 0);
        if (!keeper || !zygote) { throw new Error('no keeper or no zygote is running'); }
        return { keeper, zygote };
      }, { timeout: 5000 });
    };
    afterEach(() => engine.close());

    test('says what it is', async () => {
      await start();
      expect(engine.report).toMatchObject({ tier: 'namespaces', refused: [], limits });
      expect(engine.report.limitedBy).toMatch(/^(cgroup v[12]|rlimits and a watchdog)$/);
    });

    test('runs code and commands, and keeps variables and files', async () => {
      await start();
      const opened = await sandbox();
      await opened.executeCode(python('x = 41'));
      await opened.writeFiles([{ path: 'name', data: Buffer.from('x') }]);
      expect(await opened.executeCode(python('print(eval(open("name").read()) + 1)')))
        .toMatchObject({ stdout: '42\n', stderr: '', exitCode: 0 });
      expect(await opened.executeCommand('cat name; echo problem >&2; exit 3'))
        .toMatchObject({ stdout: 'x', stderr: 'problem\n', exitCode: 3 });
    });

    test('keeps fifty sessions apart at once', async () => {
      const { keeper } = await start();
      const opened = await Promise.all(Array.from({ length: 50 }, sandbox));
      await Promise.all(opened.map((one, index) => one.executeCode(python(`own = ${index}`))));
      const answers = await Promise.all(opened.map((one) => one.executeCode(python('print(own)'))));
      expect(answers.map(({ stdout }) => Number(stdout))).toEqual(opened.map((_, index) => index));
      const running = descendantsOf(keeper.pid).map(({ pid }) => pid);
      expect(running.length).toBeGreaterThan(50);
      await engine.close();
      await nothingLeft(process.pid, keeper.pid, running);
    });

    test('leaves nothing of a session that is closed, not even what it left running', async () => {
      const { keeper } = await start();
      const before = new Set(descendantsOf(keeper.pid).map(({ pid }) => pid));
      const opened = await sandbox();
      await opened.executeCommand('setsid sleep 60 > /dev/null 2>&1 & (trap "" TERM HUP INT; sleep 60) > /dev/null 2>&1 & sleep 0.1');
      const sleeping = () => descendantsOf(keeper.pid).filter(({ pid, command }) => !before.has(pid) && command.includes('sleep 60'));
      expect(sleeping()).toHaveLength(2);
      await opened.close();
      await opened.ended;
      expect(sleeping()).toEqual([]);
      await expect(opened.executeCommand('true')).rejects.toMatchObject({ name: 'SandboxGoneError' });
      await opened.close();
    });

    test('gives PUBLIC and VPC sessions a way to the proxy, and SANDBOX sessions none', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'proxy-'));
      const proxy = createServer((socket) => socket.end('from the proxy')).listen(join(folder, 'socket'));
      engine = await createNamespacesEngine({ ...await engineSetup(), proxySocket: join(folder, 'socket') });
      const asked = await Promise.all((['PUBLIC', 'VPC', 'SANDBOX'] as const).map(async (networkMode) => {
        const opened = await engine.open({ networkMode });
        return opened.executeCode(python('import os, socket\nprint(os.environ.get("HTTPS_PROXY"))\n'
          + 'print(socket.create_connection(("127.0.0.1", 3128), 2).recv(99).decode())'));
      }));
      expect(asked.map(({ stdout }) => stdout)).toEqual([
        ...Array<string>(2).fill('http://127.0.0.1:3128\nfrom the proxy\n'), 'None\n',
      ]);
      expect(asked[2]?.stderr).toContain('ConnectionRefusedError');
      proxy.close();
      await rm(folder, { recursive: true });
    });

    test('fails the calls that are under way when a session is closed', async () => {
      await start();
      const opened = await sandbox();
      const running = opened.executeCommand('sleep 60');
      const failed = expect(running).rejects.toMatchObject({ name: 'SandboxGoneError' });
      await opened.close();
      await failed;
    });

    test.each(['keeper', 'zygote'] as const)('ends all sessions when its %s is killed, and says so', async (victim) => {
      const processes = await start();
      const opened: Sandbox[] = [await sandbox(), await sandbox()];
      const running = [processes.keeper, ...descendantsOf(processes.keeper.pid)].map(({ pid }) => pid);
      process.kill(processes[victim].pid, 'SIGKILL');
      await Promise.all(opened.map((one) => one.ended));
      await expect(opened[0]?.executeCommand('true')).rejects.toMatchObject({ name: 'SandboxGoneError' });
      await expect.poll(() => sandbox().then(() => 'opened', (error: Error) => error.message), { timeout: 5000 })
        .toMatch(/^No sandbox can be opened: the keeper of the sandboxes .* Start the service again\.$/);
      await engine.close();
      await nothingLeft(process.pid, processes.keeper.pid, running);
    });

    test.each(['SIGKILL', 'SIGTERM'] as const)('leaves nothing when the service itself gets %s', async (signal) => {
      await start();
      const server = await startServer();
      const [keeper] = keepersOf(server.pid);
      const running = [keeper, ...descendantsOf(keeper?.pid ?? 0)].flatMap((one) => (one ? [one.pid] : []));
      expect(running.length).toBeGreaterThan(3);
      process.kill(server.pid, signal);
      await nothingLeft(server.pid, keeper?.pid ?? 0, [server.pid, ...running]);
      await server.remove();
    });

    test('cannot be made with a Python that is not there, and leaves nothing then', async () => {
      await start();
      const setup = await engineSetup();
      const nowhere = { ...setup, python: { ...setup.python, path: '/nowhere/python' } };
      await expect(createNamespacesEngine(nowhere)).rejects.toThrow('/nowhere/python');
      await expect(createNamespacesEngine({ ...setup, readOnly: ['/home'] })).rejects.toThrow('/home would be readable in every sandbox');
      await engine.close();
      await nothingLeft(process.pid, 0, []);
    });
  });
}
