import { joined, outputTexts } from './output-texts.js';
import { CodeInterpreterResult } from './result.js';
import { EarlyEnd, Limits, ProcessResult } from '../sandbox/sandbox.js';

/** The answer of executeCode and executeCommand. */
export function processResult(result: ProcessResult, limits: Limits): CodeInterpreterResult {
  const { exitCode, seconds, end } = result;
  const { stdout, stderr } = outputTexts(result, limits, end && endNote(end, limits));
  const isError = exitCode !== 0 || end !== undefined;
  // Many clients read the text only, so that of a failure has to say why.
  const text = isError ? joined(stdout, stderr) : stdout;
  return { content: [{ type: 'text', text }], structuredContent: { stdout, stderr, exitCode, executionTime: seconds }, isError };
}

function endNote(end: EarlyEnd, { callSeconds, memoryBytes, processes }: Limits): string {
  switch (end) {
    case 'timeout':
      return `[stopped: it ran longer than the ${callSeconds} s that a call may take; use startCommandExecution for long work]`;
    case 'canceled': return '[stopped: the client went away before it was done]';
    case 'killed':
      return '[killed: it ended without a word, as code does that uses more than the session may have: '
        + `${Math.floor(memoryBytes / 2 ** 20)} MiB of memory, ${processes} processes]`;
  }
}
