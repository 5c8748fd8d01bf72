import { fileURLToPath } from 'node:url';

/** Deno names files by path or by URL. */
const own = [new URL('.', import.meta.url).href, fileURLToPath(new URL('.', import.meta.url))];
/** What is below a cell is none of its business. */
const inspectors = new Set(['node:inspector', 'ext:deno_node/inspector.js']);
const internal = /^(?:node:(?:internal\/|module$)|ext:)/;

/** Makes stacks end where a cell begins, and name cells: Deno would call all of them `<anonymous>`. */
export function installStackFormat() {
  Error.prepareStackTrace = (error, sites) => {
    const lines = [header(error)];
    for (const site of sites) {
      const file = site.getFileName() ?? '';
      if (inspectors.has(file)) {
        break;
      }
      if (!internal.test(file) && !own.some(folder => file.startsWith(folder))) {
        lines.push(`    at ${describe(site)}`);
      }
    }
    return lines.join('\n');
  };
}

/** @param {NodeJS.CallSite} site */
function describe(site) {
  const text = String(site);
  const name = site.getScriptNameOrSourceURL?.();
  return name?.startsWith('cell-') ? text.replace(/<anonymous>(?=:\d+:\d+\)?$)/, name) : text;
}

/** As Node writes it, which adds the code of its own errors. */
function header(error) {
  try {
    const code = typeof error.code === 'string' && error.code.startsWith('ERR_') ? ` [${error.code}]` : '';
    return code ? `${error.name}${code}: ${error.message}` : String(error);
  } catch {
    return 'Error';
  }
}
