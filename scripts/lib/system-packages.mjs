import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian packages by the file that shows that one is there. */
const COMMANDS = { bubblewrap: ['bwrap'], chromium: ['chromium', 'chromium-browser', 'google-chrome'], iproute2: ['ip'], 'util-linux': ['setpriv', 'unshare'] };

/** What the local service's tests use that npm and pip do not bring. Says what is still missing, and how to install it. */
export function ensureSystemPackages() {
  const missing = missingPackages();
  if (missing.length === 0) { return undefined; }
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.platform !== 'linux' || process.getuid() !== 0 || !onPath('apt-get')) { return `missing: ${missing.join(', ')}; as root: ${install}`; }
  console.log(`setup: installing ${missing.join(', ')} from Debian`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const results = [spawnSync('apt-get', ['update', '-qq'], { env, encoding: 'utf8' }), spawnSync('sh', ['-c', install], { env, encoding: 'utf8' })];
  const still = missingPackages();
  return still.length === 0 ? undefined : `still missing after \`${install}\`: ${still.join(', ')}\n${results.map(({ stderr }) => stderr).join('')}`;
}

function missingPackages() {
  return Object.keys(COMMANDS).filter((name) => !COMMANDS[name].some(onPath));
}

function onPath(command) {
  const folders = [...process.env.PATH.split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, command)));
}
