import { existsSync } from 'node:fs';
import { Browser, chromium } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';

/** Debian's own browser: nothing is downloaded. */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) { throw new Error(`no browser at ${EXECUTABLE}; on Debian run \`apt-get install -y chromium\``); }
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}
