/* The JSON Schema of configurations, for editors. Run as a command, this writes it. */
import { mkdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './root.mjs';

const FILE = 'schema/serverless-agents.schema.json';

/** From the sources, so that it takes no compilation. */
function freshSchema() {
  const require = createRequire(import.meta.url);
  require('ts-node').register({ transpileOnly: true, project: inRoot('test', 'tsconfig.json') });
  return `${JSON.stringify(require(inRoot('src', 'config', 'schema', 'for-editors.ts')).schemaForEditors(), undefined, 2)}\n`;
}

/** What is wrong with the file that is there, if anything. */
export function staleConfigSchema() {
  const file = inRoot(FILE);
  return existsSync(file) && readFileSync(file, 'utf8') === freshSchema() ? undefined
    : `${FILE} is not what src/config/schema says. Run \`node scripts/lib/config-schema.mjs\`.`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(dirname(inRoot(FILE)), { recursive: true });
  writeFileSync(inRoot(FILE), freshSchema());
}
