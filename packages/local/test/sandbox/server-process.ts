import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A service in a process of its own, with a session that is running something. */
export async function startServer(): Promise<{ readonly pid: number; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'server-'));
  await chmod(folder, 0o755);
  // As deep as the source, so that it finds the Python modules.
  const outfile = join(folder, 'lib/sandbox/server.mjs');
  await mkdir(join(folder, 'lib/sandbox'), { recursive: true });
  await symlink(fileURLToPath(new URL('../../python', import.meta.url)), join(folder, 'python'));
  await build({
    entryPoints: [fileURLToPath(new URL('server-with-session.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'error',
  });
  const child = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data') as [Buffer];
  if (!child.pid || line.toString() !== 'running\n') { throw new Error(`the service said ${JSON.stringify(line.toString())}`); }
  return { pid: child.pid, remove: () => rm(folder, { recursive: true }) };
}
