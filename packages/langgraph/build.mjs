import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = import.meta.dirname;
const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
const tsc = join(dirname(typescript), 'bin', 'tsc');

rmSync(join(folder, 'lib'), { recursive: true, force: true });
for (const project of ['tsconfig.esm.json', 'tsconfig.cjs.json']) {
  const { status, signal, error } = spawnSync(process.execPath, [tsc, '-p', join(folder, project)], { stdio: 'inherit' });
  if (error) { throw error; }
  if (status !== 0) {
    console.error(`tsc -p ${project} ended with ${signal ?? status}; what is above says why`);
    process.exit(status ?? 1);
  }
}
// The package is one of ES modules; without this, Node would take these files for such.
writeFileSync(join(folder, 'lib', 'cjs', 'package.json'), '{ "type": "commonjs" }\n');
