import { WORKING_DIRECTORY } from '../sandbox/working-directory.js';

/** Of a path as it was asked for. Clients compare it with what they asked for, so nothing is encoded or resolved. */
export function fileUri(path: string): string {
  return `file:///${withoutWorkingDirectory(path).replace(/^\/+/, '')}`;
}

/** Of an entry of a directory. */
export function entryUri(directory: string, name: string): string {
  const folder = withoutWorkingDirectory(directory).split('/').filter((part) => part !== '' && part !== '.');
  return `file:///${[...folder, name].join('/')}`;
}

function withoutWorkingDirectory(path: string): string {
  return path === WORKING_DIRECTORY || path.startsWith(`${WORKING_DIRECTORY}/`) ? path.slice(WORKING_DIRECTORY.length) : path;
}
