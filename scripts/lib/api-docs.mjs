import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failed, passed } from './result.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { tool } from './task.mjs';
import { withTempFolder } from './temp.mjs';

export function checkApiDocs() {
  return withTempFolder(async (folder) => {
    const fresh = join(folder, 'API.md');
    const { code, output } = await run(tool('jsii-docgen', ['-o', fresh]));
    if (code !== 0) { return failed(output, `exit code ${code}`); }
    if (existsSync(inRoot('API.md')) && readFileSync(inRoot('API.md'), 'utf8') === readFileSync(fresh, 'utf8')) { return passed(); }
    return failed('API.md is not what the doc comments say. Run `npx projen compile && npx projen docgen`.', 'stale');
  });
}
