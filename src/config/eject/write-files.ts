import * as fs from 'fs';
import * as path from 'path';
import type { Files } from './ejected-app';

/** Those of the files that are there already. */
export function presentIn(folder: string, files: Files): string[] {
  return Object.keys(files).filter((file) => fs.existsSync(path.join(folder, file)));
}

/** Writes all files or, where something fails before the first one is in place, none. */
export function writeFiles(folder: string, files: Files): void {
  const parent = path.dirname(folder);
  const made = fs.mkdirSync(parent, { recursive: true });
  const temporary = fs.mkdtempSync(path.join(parent, '.eject-'));
  const draft = path.join(temporary, 'app');
  try {
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(draft, file)), { recursive: true });
      fs.writeFileSync(path.join(draft, file), text);
    }
    if (!fs.existsSync(folder)) {
      fs.renameSync(draft, folder);
      return;
    }
    for (const file of Object.keys(files)) { fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true }); }
    for (const file of Object.keys(files)) { fs.renameSync(path.join(draft, file), path.join(folder, file)); }
  } catch (error) {
    if (made !== undefined) { fs.rmSync(made, { recursive: true, force: true }); }
    throw error;
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}
