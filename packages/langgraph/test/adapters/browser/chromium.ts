import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const EXECUTABLE = '/usr/bin/chromium';

/** A browser that is driven from outside, as those of AgentCore are. */
export class Chromium {
  public static async start(): Promise<Chromium> {
    if (!existsSync(EXECUTABLE)) { throw new Error(`no browser at ${EXECUTABLE}; on Debian run \`apt-get install -y chromium\``); }
    const profile = await mkdtemp(join(tmpdir(), 'browser-profile-'));
    const browser = spawn(EXECUTABLE, [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${profile}`,
      'about:blank',
    ], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    try {
      return new Chromium(browser, profile, await protocolUrlOf(browser));
    } catch (error) {
      await end(browser, profile);
      throw error;
    }
  }

  private constructor(private readonly browser: ChildProcess, private readonly profile: string, public readonly protocolUrl: URL) {}

  public async stop(): Promise<void> {
    await end(this.browser, this.profile);
  }
}

async function protocolUrlOf(browser: ChildProcess): Promise<URL> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: browser.stderr! })) {
    const url = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
    if (url !== undefined) {
      browser.stderr!.resume();
      return new URL(url);
    }
    lines.push(line);
  }
  throw new Error(`the browser ended before it listened:\n${lines.join('\n')}`);
}

/** With all its processes. */
async function end(browser: ChildProcess, profile: string): Promise<void> {
  if (browser.exitCode === null && browser.signalCode === null && browser.pid !== undefined) {
    const exited = once(browser, 'exit');
    process.kill(-browser.pid, 'SIGKILL');
    await exited;
  }
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
