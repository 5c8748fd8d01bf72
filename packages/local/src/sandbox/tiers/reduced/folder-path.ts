import { posix } from 'node:path';
import { SandboxError } from '../../sandbox.js';
import { WORKING_DIRECTORY } from '../../working-directory.js';

/** The path relative to the working directory; '' for the directory itself. @throws SandboxError when it is not below. */
export function relativePath(path: string): string {
  if (path.includes('\0')) {
    throw new SandboxError('path with a NUL byte; give it without');
  }
  const absolute = posix.resolve(WORKING_DIRECTORY, path);
  const relative = posix.relative(WORKING_DIRECTORY, absolute);
  if (relative === '..' || relative.startsWith('../')) {
    throw new SandboxError(`${path} is outside of the working directory; only ${WORKING_DIRECTORY} and what is below it can be used`);
  }
  return relative;
}
