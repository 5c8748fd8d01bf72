import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cellFile, importFromCell } from './import-from-cell.mjs';

/** What a cell may use besides the runtime's own globals. `$load$` and `$meta$` are written by the service. */
export function installCellGlobals() {
  define('$load$', importFromCell);
  define('$meta$', meta);
  if (globalThis.Deno) {
    detachServers();
    return;
  }
  let resolveFrom = '';
  /** @type {NodeJS.Require | undefined} */
  let require;
  // Cells may change the working directory, which names are resolved from.
  compute('require', () => {
    const file = cellFile();
    if (!require || file !== resolveFrom) {
      require = createRequire(file);
      resolveFrom = file;
    }
    return require;
  });
  const module = { exports: {}, id: '.', loaded: false, children: [], paths: [] };
  define('module', module);
  compute('exports', () => module.exports);
  compute('__filename', cellFile);
  compute('__dirname', () => dirname(cellFile()));
}

/** Behaves like `import.meta` of a module in the working directory. */
const meta = {
  main: true,
  get url() {
    return pathToFileURL(cellFile()).href;
  },
  get filename() {
    return cellFile();
  },
  get dirname() {
    return dirname(cellFile());
  },
  resolve: specifier => /^\.{0,2}\//.test(specifier)
    ? new URL(specifier, meta.url).href
    : import.meta.resolve(specifier),
};

/** A server outlives its cell: it must not look like work that the cell still has to wait for. */
function detachServers() {
  for (const name of ['serve', 'listen', 'listenTls']) {
    const original = Deno[name];
    Deno[name] = (...parameters) => {
      const server = original(...parameters);
      server.unref?.();
      return server;
    };
  }
}

function define(name, value) {
  Object.defineProperty(globalThis, name, { configurable: true, writable: true, enumerable: false, value });
}

function compute(name, get) {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    enumerable: false,
    get,
    set: value => define(name, value),
  });
}
