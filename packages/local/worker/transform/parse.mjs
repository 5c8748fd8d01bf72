import { parse as parseWithAcorn } from 'acorn';

/**
 * As a script that may also import, export and await, which is what a cell is.
 *
 * @param {string} code
 * @param {import('acorn').Token[]} [tokens] filled, if given
 */
export function parse(code, tokens) {
  return parseWithAcorn(code, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowAwaitOutsideFunction: true,
    allowImportExportEverywhere: true,
    allowHashBang: true,
    onToken: tokens,
  });
}
