/* Makes lib/index.js load a file when something of it is read, as aws-cdk-lib does: an interpreter needs no agents. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const HELPER = 'const lazy = (name, load) => Object.defineProperty(exports, name, '
  + '{ enumerable: true, configurable: true, get: () => load()[name] });';

const index = new URL('../lib/index.js', import.meta.url);
const require = createRequire(index);

const lines = readFileSync(index, 'utf8').split('\n').flatMap((line) => {
  const file = /^__exportStar\(require\("(\.\/[a-z-]+)"\), exports\);$/.exec(line)?.[1];
  if (file) {
    // The assignment is what Node reads to offer the name to ES modules.
    return Object.keys(require(file)).map((name) => `exports.${name} = void 0; lazy("${name}", () => require("${file}"));`);
  }
  if (line.startsWith('__exportStar(')) { throw new Error(`lib/index.js exports in a way that this script does not know: ${line}`); }
  return line.startsWith('Object.defineProperty(exports, "__esModule"') ? [line, HELPER] : [line];
});
writeFileSync(index, lines.join('\n'));
