import { CallEvent, ServiceObserver, SessionEvent } from '../observer.js';
import { excerpt, Excerpt } from './excerpt.js';

/** A call as the page shows it: no longer than a page can carry. */
export interface CallEntry {
  readonly number: number;
  readonly at: string;
  readonly operation: string;
  readonly tool?: string;
  readonly codeInterpreterId?: string;
  readonly sessionId?: string;
  readonly httpStatus: number;
  readonly error?: string;
  readonly failed: boolean;
  readonly milliseconds: number;
  readonly input: readonly NamedExcerpt[];
  readonly output: readonly NamedExcerpt[];
  readonly exitCode?: number;
}

export interface NamedExcerpt extends Excerpt {
  readonly name: string;
}

export interface HistoryListener {
  onCall(entry: CallEntry): void;
  /** Something about the sessions is different. */
  onSessions(): void;
}

const MOST_CALLS = 500;
const LONGEST_VALUE = 4000;
const LONGEST_ERROR = 500;
const MOST_VALUES = 12;

/** The latest calls, for the page. Its memory does not grow. */
export class History implements ServiceObserver {
  private readonly entries: CallEntry[] = [];
  private readonly listeners = new Set<HistoryListener>();
  private counted = 0;

  /** Oldest first. */
  public get calls(): readonly CallEntry[] { return this.entries; }

  public onCall(event: CallEvent): void {
    const entry = this.entryOf(event);
    this.entries.push(entry);
    if (this.entries.length > MOST_CALLS) { this.entries.shift(); }
    for (const listener of this.listeners) { listener.onCall(entry); }
  }

  public onSession(_event: SessionEvent): void {
    for (const listener of this.listeners) { listener.onSessions(); }
  }

  /** Returns what ends it. */
  public listen(listener: HistoryListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private entryOf({ at, input, output, error, ...event }: CallEvent): CallEntry {
    return {
      number: ++this.counted,
      at: at.toISOString(),
      operation: event.operation,
      tool: event.tool,
      codeInterpreterId: event.codeInterpreterId,
      sessionId: event.sessionId,
      httpStatus: event.httpStatus,
      milliseconds: event.milliseconds,
      failed: event.httpStatus >= 400 || error !== undefined || event.isError === true,
      error: error && excerpt(`${error.name}: ${error.message}`, LONGEST_ERROR).text,
      input: namedExcerpts(input),
      output: namedExcerpts(output && { stdout: output.stdout, stderr: output.stderr }),
      exitCode: output?.exitCode,
    };
  }
}

function namedExcerpts(values: Readonly<Record<string, unknown>> | undefined): NamedExcerpt[] {
  return Object.entries(values ?? {}).slice(0, MOST_VALUES)
    .map(([name, value]) => ({ name: excerpt(name, 100).text, ...excerpt(value, LONGEST_VALUE) }))
    .filter(({ text }) => text !== '');
}
