import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives `use` a folder that is gone afterwards. */
export async function withTempFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'code-interpreter-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
