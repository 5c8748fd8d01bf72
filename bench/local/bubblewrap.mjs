import { ended } from './ended.mjs';

const ALONE = ['--unshare-all', '--die-with-parent', '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp'];

/** Runs programs, each in a sandbox that is made for it alone. `cache` is for what matplotlib would make again each time. */
export function bubblewrap(cache) {
  return (command, ...args) => ended('bwrap', ...ALONE, '--bind', cache, cache, '--setenv', 'MPLCONFIGDIR', cache, command, ...args);
}
