import { readFile } from 'node:fs/promises';
import { getLineInfo, parseExpressionAt } from 'acorn';

/** A file that should hold JSON does not, or cannot be read. The message names the file, and the line where it is known. */
export class JsonFileError extends Error {
  public override readonly name = 'JsonFileError';
}

/** @throws JsonFileError */
export async function readJsonFile(file: string): Promise<unknown> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new JsonFileError(`${file}: ${error.code === 'ENOENT' ? 'no such file' : `cannot be read: ${error.message}`}`);
  });
  // Editors of some platforms begin a file with a byte order mark, which JSON.parse refuses.
  const text = content.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    throw new JsonFileError(`${file}${place(text, message)}: not JSON: ${message.replaceAll('\n', '\\n')}`);
  }
}

function place(text: string, message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1] ?? positionOfSyntaxError(text);
  if (position === undefined) { return ''; }
  const { line, column } = getLineInfo(text, Number(position));
  return `:${line}:${column + 1}`;
}

/** V8 says where in some of its messages only. What is wrong in JSON is mostly wrong in JavaScript too. */
function positionOfSyntaxError(text: string): number | undefined {
  try {
    parseExpressionAt(text, 0, { ecmaVersion: 2022 });
    return undefined;
  } catch (error) {
    return (error as { pos?: number }).pos;
  }
}
