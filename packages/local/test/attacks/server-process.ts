import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command line of the service as it is now, compiled. Not in /tmp, which sessions have one of their own of. */
export class ServerPackage {
  public static async make(): Promise<ServerPackage> {
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    const folder = mkdtempSync(join(root, 'node_modules', '.attacks-'));
    chmodSync(folder, 0o755);
    await build({
      entryPoints: ['src/**/*.ts'],
      absWorkingDir: root,
      outbase: 'src',
      outdir: join(folder, 'lib'),
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'error',
    });
    for (const name of ['bin', 'python', 'worker', 'page', 'package.json']) { cpSync(join(root, name), join(folder, name), { recursive: true }); }
    return new ServerPackage(folder);
  }

  private constructor(private readonly folder: string) {}

  /** Settles when it listens. */
  public async start(uid: number | undefined, ...given: readonly string[]): Promise<ServerProcess> {
    const child = spawn(process.execPath, [join(this.folder, 'bin/agentcore-local.js'), 'start', '--port', '0', ...given], {
      stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: '/usr/bin:/bin', HOME: this.folder }, ...(uid !== undefined && { uid, gid: uid }),
    });
    let printed = '';
    const ended = once(child, 'exit').then(() => { throw new Error(`the service ended, and had printed: ${printed}`); });
    ended.catch(() => undefined);
    for await (const chunk of child.stdout) {
      printed += String(chunk);
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (url !== undefined) { return new ServerProcess(child, url); }
    }
    return ended;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class ServerProcess {
  public constructor(private readonly child: ChildProcess, public readonly url: string) {}

  public get pid(): number {
    return this.child.pid ?? NaN;
  }
}
