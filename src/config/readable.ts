import * as fs from 'fs';
import * as path from 'path';

/** Whether a file that exists is below one of the folders, links followed. */
export function isReadable(file: string, directories: readonly string[]): boolean {
  return below(fs.realpathSync(file), directories.map(real));
}

/** Whether a path, as it is written, is below one of the folders. Nothing is there yet, perhaps. */
export function isBelow(file: string, directories: readonly string[]): boolean {
  return below(file, [...directories, ...directories.map(real)]);
}

function below(file: string, directories: readonly string[]): boolean {
  return directories.some((directory) => {
    const relative = path.relative(directory, file);
    return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  });
}

/** Of a folder that is not there, its path: nothing is in it. */
function real(directory: string): string {
  return fs.existsSync(directory) ? fs.realpathSync(directory) : directory;
}
