import { readdirSync } from 'node:fs';
import { inRoot } from './root.mjs';

const FOLDER = 'scripts/test';

/** What tests the demo, for `node --test`: not every version of Node takes a folder or a pattern. */
export function demoTestFiles() {
  return readdirSync(inRoot(FOLDER)).filter((name) => name.endsWith('.test.mjs')).map((name) => `${FOLDER}/${name}`);
}
