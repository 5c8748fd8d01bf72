import { parse } from './parse.mjs';
import { rewriteModuleSyntax } from './modules.mjs';
import { describeParseError } from './problem.mjs';
import { isGenerated, stripTypes } from './typescript.mjs';

/** Node 20 is the oldest that runs cells; Deno brings a V8 of its own time. */
const targets = { nodejs: 'node20.19', deno: 'esnext' };

/**
 * @param {{ code: string, language: 'javascript' | 'typescript', runtime: 'nodejs' | 'deno' }} cell
 * @returns {Promise<{ code: string } | { problem: string }>}
 */
export async function transform({ code, language, runtime }) {
  let script = code;
  try {
    if (language === 'typescript') {
      const stripped = await stripTypes(code, targets[runtime]);
      if ('problem' in stripped) {
        return stripped;
      }
      script = stripped.code;
    }
    const options = language === 'typescript' ? { checked: false, isGenerated } : { checked: true };
    return { code: rewriteModuleSyntax(script, parse(script), options) };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) {
      throw error;
    }
    // The runtime has the better words for an error in code that it could have run as it is.
    return language === 'javascript' && !/^\s*(?:import|export)\b/m.test(code)
      ? { code }
      : { problem: describeParseError(error, script) };
  }
}
