import { lstat, realpath } from 'node:fs/promises';
import { dirname, normalize } from 'node:path';
import { homeFolder } from '../../home-folder.js';
import { WORKING_DIRECTORY } from '../working-directory.js';

const HOME_MOUNT = dirname(WORKING_DIRECTORY);
const TEMPORARY = `${HOME_MOUNT}/tmp`;
/** Folders as a session sees them. */
export const BUBBLEWRAP_FOLDERS = { home: WORKING_DIRECTORY, temporary: '/tmp' };

/** Nothing of these is secret, and programs expect them. */
const SYSTEM = [
  '/usr', '/nix/store', '/etc/alternatives', '/etc/ca-certificates', '/etc/fonts', '/etc/ld.so.cache', '/etc/ld.so.conf',
  '/etc/ld.so.conf.d', '/etc/localtime', '/etc/matplotlibrc', '/etc/mime.types', '/etc/pki/tls', '/etc/pki/ca-trust', '/etc/protocols',
  '/etc/services', '/etc/ssl/certs', '/etc/ssl/openssl.cnf', '/etc/terminfo',
];
const MERGED_INTO_USR = ['/bin', '/lib', '/lib32', '/lib64', '/libx32', '/sbin'];
/** Shared memory is part of what files may take. */
const SHARE_OF_SHARED_MEMORY = 1 / 8;
/** For folders alone. */
const LEADING_BYTES = 2 ** 20;

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
  const shown = checkedReadOnly(readOnly);
  const shared = Math.floor(diskBytes * SHARE_OF_SHARED_MEMORY);
  return [
    '--unshare-all', '--unshare-user', '--die-with-parent', '--new-session', '--as-pid-1', '--cap-drop', 'ALL', '--clearenv',
    ...supported('--disable-userns') ? ['--disable-userns'] : [],
    '--uid', '1000', '--gid', '1000', '--hostname', 'sandbox',
    ...await systemBinds(),
    ...shown.filter((path) => belowTemporary(path) === undefined).flatMap((path) => ['--ro-bind', path, path]),
    ...Object.entries(etc).flatMap(([name, path]) => ['--ro-bind', path, `/etc/${name}`]),
    '--proc', '/proc', '--dev', '/dev',
    '--size', String(shared), '--perms', '1777', '--tmpfs', '/dev/shm',
    '--size', String(diskBytes - shared), '--perms', '755', '--tmpfs', HOME_MOUNT,
    ...['', '/log', '/.ipython'].flatMap((name) => ['--dir', `${WORKING_DIRECTORY}${name}`]),
    // In the same file system, so that the limit holds for the sum.
    '--perms', '1777', '--dir', TEMPORARY, '--symlink', TEMPORARY, '/tmp', '--symlink', '/tmp', '/var/tmp',
    ...temporaryBinds(shown),
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

/** Of a path in a folder for temporary files, which in a session is a link to another one: what comes after it. */
function belowTemporary(path: string): string | undefined {
  return /^\/(?:var\/)?tmp\/(.+)$/.exec(path)?.[1];
}

/** Where the links lead. What leads to a path is read-only as well: code could put something else in its place. */
function temporaryBinds(paths: readonly string[]): string[] {
  const inside = paths.map((path) => ({ path, rest: belowTemporary(path) })).filter(({ rest }) => rest !== undefined);
  const leading = [...new Set(inside.filter(({ rest }) => rest?.includes('/')).map(({ rest }) => `${TEMPORARY}/${rest?.split('/')[0]}`))];
  return [
    ...leading.flatMap((folder) => ['--size', String(LEADING_BYTES), '--perms', '755', '--tmpfs', folder]),
    ...inside.flatMap(({ path, rest }) => ['--ro-bind', path, `${TEMPORARY}/${rest}`]),
    ...leading.flatMap((folder) => ['--remount-ro', folder]),
  ];
}

/** Without what another one, or the system, holds already. @throws Error for one that would show too much */
function checkedReadOnly(paths: readonly string[]): string[] {
  const chosen: string[] = [];
  for (const path of [...new Set(paths.map((one) => normalize(one).replace(/(.)\/$/, '$1')))].sort()) {
    if (['/', '/home', '/root', '/tmp', '/var', '/var/tmp', homeFolder()].includes(path)) {
      throw new Error(`${path} would be readable in every sandbox: too much; use a Python, Node or Deno in a folder of its own`);
    }
    if (![...SYSTEM, ...chosen].some((other) => path === other || path.startsWith(`${other}/`))) { chosen.push(path); }
  }
  return chosen;
}
