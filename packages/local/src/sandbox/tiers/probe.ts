import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeFolder } from '../../home-folder.js';
import { sweep } from '../runtime-folder.js';
import { Engine } from '../sandbox.js';

const SECONDS = 60;

/** What must not be reachable from a session, made for the purpose. */
interface Bait {
  readonly files: readonly string[];
  readonly port: number;
}

/**
 * Opens a session and runs code in it: that is what a tier has to be able to do. Unless told otherwise, files and services of this
 * machine must be out of its reach. @throws Error that says what was wrong
 */
export async function probeEngine(engine: Engine, isolated: boolean): Promise<void> {
  const secret = randomBytes(16).toString('hex');
  const folders = await baitFolders();
  try {
    const files = folders.map((folder) => join(folder, 'bait'));
    await Promise.all(files.map((file) => writeFile(file, secret)));
    await withServer(secret, async (port) => {
      const sandbox = await engine.open({ networkMode: 'SANDBOX' });
      try {
        await run(engine, { files, port }, sandbox, isolated);
      } finally {
        await sandbox.close();
      }
    });
  } finally {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

async function run(engine: Engine, bait: Bait, sandbox: Awaited<ReturnType<Engine['open']>>, isolated: boolean): Promise<void> {
  const signal = AbortSignal.timeout(SECONDS * 1000);
  if (!engine.report.python) { throw new Error('there is no Python'); }
  const code = isolated ? attackCode(bait) : '1+1';
  const result = await sandbox.executeCode({ code, language: 'python', runtime: 'python', clearContext: false }, { signal });
  if (result.exitCode !== 0 || result.end !== undefined) {
    throw new Error(`Python did not run in a session: ${result.end ?? lastLine(result.stderr)}`);
  }
  const answer = result.stdout.trim();
  if (answer !== '2') {
    throw new Error(`a session did what it must not, or could not: it answered ${JSON.stringify(answer.slice(0, 200))}, expected is 2`);
  }
}

/** Prints what it could do, then the value of `1+1`. */
function attackCode({ files, port }: Bait): string {
  return [
    'import socket',
    `for bait in ${JSON.stringify(files)}:`,
    '    try:',
    '        open(bait).read()',
    '        print("a file of this machine was read")',
    '    except OSError:',
    '        pass',
    'try:',
    `    socket.create_connection(("127.0.0.1", ${port}), 2).close()`,
    '    print("a service of this machine was reached")',
    'except OSError:',
    '    pass',
    '1+1',
  ].join('\n');
}

/** In the temporary folder, and in the home directory where that can be written. */
async function baitFolders(): Promise<string[]> {
  const made = await Promise.all([tmpdir(), homeFolder()].map(async (parent) => {
    try {
      // Those of a service that was killed meanwhile.
      await sweep(parent);
      return await mkdtemp(join(parent, `.agentcore-local-${process.pid}-probe-`));
    } catch {
      return undefined;
    }
  }));
  return made.filter((folder) => folder !== undefined);
}

async function withServer(secret: string, use: (port: number) => Promise<void>): Promise<void> {
  const server = createServer((socket) => { socket.on('error', () => undefined); socket.end(secret); });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
