import { fitTogether } from './answer-size.js';
import { stripped } from './stripped.js';
import { Limits, ProcessResult } from '../sandbox/sandbox.js';

export interface OutputTexts {
  readonly stdout: string;
  readonly stderr: string;
}

/** Both outputs as they are answered: stripped, and with a mark where something is missing. */
export function outputTexts(
  output: Pick<ProcessResult, 'stdout' | 'stderr' | 'stdoutDropped' | 'stderrDropped'>, limits: Limits, note = '',
): OutputTexts {
  const [stdout, stderr] = fitTogether(stripped(output.stdout), stripped(output.stderr));
  return {
    stdout: joined(stdout.text, cutMark('stdout', stdout.cut, output.stdoutDropped, limits)),
    stderr: joined(stderr.text, cutMark('stderr', stderr.cut, output.stderrDropped, limits), note),
  };
}

export function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}

function cutMark(name: string, charactersCut: number, bytesDropped: number, { outputBytes }: Limits): string {
  return joined(
    charactersCut > 0 ? `[${name} cut: ${charactersCut} characters more than one answer can hold]` : '',
    bytesDropped > 0 ? `[${name} cut: ${bytesDropped} bytes more than the ${outputBytes} that are kept; write long output to a file]` : '',
  );
}
