import { lstat, realpath } from 'node:fs/promises';
import { normalize } from 'node:path';
import { homeFolder } from '../../home-folder.js';

const HOME_MOUNT = '/opt/amazon/genesis1p-tools';
/** Folders as a session sees them. */
export const BUBBLEWRAP_FOLDERS = { home: `${HOME_MOUNT}/var`, temporary: '/tmp' };

/** Nothing of these is secret, and programs expect them. */
const SYSTEM = [
  '/usr', '/nix/store', '/etc/alternatives', '/etc/ca-certificates', '/etc/fonts', '/etc/ld.so.cache', '/etc/ld.so.conf',
  '/etc/ld.so.conf.d', '/etc/localtime', '/etc/matplotlibrc', '/etc/mime.types', '/etc/pki/tls', '/etc/pki/ca-trust', '/etc/protocols',
  '/etc/services', '/etc/ssl/certs', '/etc/ssl/openssl.cnf', '/etc/terminfo',
];
const MERGED_INTO_USR = ['/bin', '/lib', '/lib32', '/lib64', '/libx32', '/sbin'];
/** Shared memory is part of what files may take. */
const SHARE_OF_SHARED_MEMORY = 1 / 8;

export interface BubblewrapWorld {
  /** Options that this bubblewrap knows. */
  readonly supported: (option: string) => boolean;
  readonly diskBytes: number;
  readonly readOnly: readonly string[];
  /** Our own `/etc/passwd` and the like: the name below `/etc`, and where it is. */
  readonly etc: Readonly<Record<string, string>>;
}

/** All but the program to run. */
export async function bubblewrapArguments({ supported, diskBytes, readOnly, etc }: BubblewrapWorld): Promise<string[]> {
  const shared = Math.floor(diskBytes * SHARE_OF_SHARED_MEMORY);
  return [
    '--unshare-all', '--unshare-user', '--die-with-parent', '--new-session', '--as-pid-1', '--cap-drop', 'ALL', '--clearenv',
    ...supported('--disable-userns') ? ['--disable-userns'] : [],
    '--uid', '1000', '--gid', '1000', '--hostname', 'sandbox',
    ...await systemBinds(),
    ...checkedReadOnly(readOnly).flatMap((path) => ['--ro-bind', path, path]),
    ...Object.entries(etc).flatMap(([name, path]) => ['--ro-bind', path, `/etc/${name}`]),
    '--proc', '/proc', '--dev', '/dev',
    '--size', String(shared), '--perms', '1777', '--tmpfs', '/dev/shm',
    '--size', String(diskBytes - shared), '--perms', '755', '--tmpfs', HOME_MOUNT,
    ...['var', 'var/log', 'var/.ipython'].flatMap((name) => ['--dir', `${HOME_MOUNT}/${name}`]),
    // In the same file system, so that the limit holds for the sum.
    '--perms', '1777', '--dir', `${HOME_MOUNT}/tmp`, '--symlink', `${HOME_MOUNT}/tmp`, '/tmp', '--symlink', '/tmp', '/var/tmp',
    ...['/mnt', '/root', '/run'].flatMap((path) => ['--dir', path]),
    '--remount-ro', '/dev', '--remount-ro', '/',
    '--chdir', BUBBLEWRAP_FOLDERS.home, '--',
  ];
}

async function systemBinds(): Promise<string[]> {
  const merged = await Promise.all(MERGED_INTO_USR.map(async (path) => {
    const stats = await lstat(path).catch(() => undefined);
    if (stats?.isSymbolicLink()) { return ['--symlink', (await realpath(path)).slice(1), path]; }
    return stats ? ['--ro-bind', path, path] : [];
  }));
  return [...SYSTEM.flatMap((path) => ['--ro-bind-try', path, path]), ...merged.flat()];
}

/** Without what another one, or the system, holds already. @throws Error for one that would show too much */
function checkedReadOnly(paths: readonly string[]): string[] {
  const chosen: string[] = [];
  for (const path of [...new Set(paths.map((one) => normalize(one).replace(/(.)\/$/, '$1')))].sort()) {
    if (['/', '/home', '/root', homeFolder()].includes(path)) {
      throw new Error(`${path} would be readable in every sandbox: too much; use a Python, Node or Deno in a folder of its own`);
    }
    if (![...SYSTEM, ...chosen].some((other) => path === other || path.startsWith(`${other}/`))) { chosen.push(path); }
  }
  return chosen;
}
