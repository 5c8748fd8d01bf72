import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The package as it is published, compiled from what is there now. Not in /tmp, which sandboxes have one of their own of. */
export function buildPackage(): { readonly bin: string; readonly index: string; readonly remove: () => void } {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const folder = mkdtempSync(join(root, 'node_modules', '.package-'));
  execFileSync(process.execPath, [join(root, '../../node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'lib')]);
  for (const name of ['bin', 'python', 'worker', 'page', 'package.json']) { cpSync(join(root, name), join(folder, name), { recursive: true }); }
  return {
    bin: join(folder, 'bin/agentcore-local.js'),
    index: join(folder, 'lib/index.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
