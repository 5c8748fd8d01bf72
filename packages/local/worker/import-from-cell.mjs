import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';

/** Where cells are, as far as relative names go. It need not exist. */
export const cellFile = () => join(process.cwd(), 'cell.mjs');

/**
 * What the service writes in place of `import(…)`, which the inspector's code may not call in Node and which Deno
 * resolves from the wrong folder. For a static import it lists the names that must be there.
 *
 * @param {string} specifier
 * @param {ImportCallOptions} [options]
 * @param {string[]} [names]
 */
export async function importFromCell(specifier, options, names = []) {
  const module = await (globalThis.Deno ? importInDeno : importInNode)(`${specifier}`, options);
  for (const name of names) {
    if (!(name in module)) {
      const error = new SyntaxError(`The requested module '${specifier}' does not provide an export named '${name}'`);
      // A stack without frames would look like an error in the syntax of the cell.
      error.stack = `${error.name}: ${error.message}\n    at import '${specifier}'`;
      throw error;
    }
  }
  return module;
}

async function importInDeno(specifier, options) {
  if (/^\.{0,2}\//.test(specifier)) {
    return import(new URL(specifier, pathToFileURL(cellFile())).href, options);
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(specifier)) {
    return import(specifier, options);
  }
  if (isBuiltin(specifier)) {
    return import(`node:${specifier}`, options);
  }
  // Of node_modules: Deno would look for those next to the worker.
  const required = createRequire(cellFile())(specifier);
  return types.isModuleNamespaceObject(required) ? required : { ...required, default: required };
}

/** @type {{ file?: string, load?: (specifier: string, options?: ImportCallOptions) => Promise<object> }} */
const loader = {};

async function importInNode(specifier, options) {
  const file = cellFile();
  if (loader.file !== file || !loader.load) {
    const { Script, constants } = await import('node:vm');
    loader.load = new Script('(specifier, options) => import(specifier, options)', {
      filename: file,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }).runInThisContext();
    loader.file = file;
  }
  return loader.load(specifier, options);
}
