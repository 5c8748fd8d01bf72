import * as path from 'path';

/** The steps from a folder to a file of the same drive. */
export function stepsTo(folder: string, file: string): string[] {
  return path.relative(folder, file).split(path.sep).filter((step) => step !== '');
}
