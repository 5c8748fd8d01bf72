import { CallEvent, ServiceObserver, SessionEvent } from '../observer.js';
import { excerpt } from './excerpt.js';
import { visibleLine, visibleText } from './visible-text.js';

const LONGEST_FIELD = 200;
const LONGEST_BLOCK = 4000;
const LONGEST_ID = 60;
const SHORT_ID = 8;

/** For people: a line for each call, and for each session that ended by itself. */
export class TextLog implements ServiceObserver {
  public constructor(private readonly write: (line: string) => void, private readonly verbose: boolean) {}

  public onCall(event: CallEvent): void {
    const parts = [
      timeOf(event.at),
      visibleLine(event.tool ?? event.operation, LONGEST_ID).padEnd(27),
      visibleLine(event.codeInterpreterId ?? '-', LONGEST_ID),
      shortId(event.sessionId),
      verdict(event),
      `${event.milliseconds.toFixed(1)} ms`,
    ];
    this.write(parts.join('  '));
    if (event.error) { this.write(`  ${event.error.name}: ${visibleLine(event.error.message, LONGEST_FIELD)}`); }
    if (this.verbose) { this.details(event); }
  }

  public onSession({ at, codeInterpreterId, sessionId, change }: SessionEvent): void {
    // Starts and stops are calls, and have their line.
    if (change === 'started' || change === 'stopped') { return; }
    this.write(`${timeOf(at)}  ${`session ${change}`.padEnd(27)}  ${visibleLine(codeInterpreterId, LONGEST_ID)}  ${shortId(sessionId)}`);
  }

  private details({ input, output }: CallEvent): void {
    for (const [name, value] of Object.entries(input ?? {})) { this.block(visibleLine(name, LONGEST_ID), value); }
    if (output) {
      this.block('stdout', output.stdout);
      this.block('stderr', output.stderr);
    }
  }

  private block(name: string, value: unknown): void {
    const { text, more } = excerpt(value, LONGEST_BLOCK);
    const shown = visibleText(text).trimEnd();
    if (shown === '') { return; }
    for (const line of shown.split('\n')) { this.write(`  ${name} | ${line}`); }
    if (more > 0) { this.write(`  ${name} | … ${more} characters more`); }
  }
}

function verdict({ httpStatus, error, isError, output }: CallEvent): string {
  if (httpStatus >= 400 || error) { return String(httpStatus); }
  if (!isError) { return `${httpStatus} ok`; }
  return output && output.exitCode !== 0 ? `${httpStatus} error, exit code ${output.exitCode}` : `${httpStatus} error`;
}

function timeOf(at: Date): string {
  return at.toISOString().slice(11, 23);
}

function shortId(id: string | undefined): string {
  return id === undefined ? '-'.padEnd(SHORT_ID) : visibleLine(id.slice(-SHORT_ID), SHORT_ID);
}
