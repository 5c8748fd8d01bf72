import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

/** The package as it is published, compiled from what is there now. */
export function buildPackage(): { readonly bin: string; readonly remove: () => void } {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const folder = mkdtempSync(join(root, 'node_modules', '.package-'));
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'lib')]);
  for (const name of ['bin', 'package.json']) { cpSync(join(root, name), join(folder, name), { recursive: true }); }
  return { bin: join(folder, 'bin/agentcore-code-interpreter-mcp.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
