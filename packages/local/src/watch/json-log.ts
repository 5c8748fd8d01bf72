import { CallEvent, ServiceObserver, SessionEvent } from '../observer.js';
import { excerpt } from './excerpt.js';
import { visibleJson } from './visible-text.js';

const LONGEST_VALUE = 4000;

/** For programs: a JSON object on a line of its own for each call, and for each session that started or ended. */
export class JsonLog implements ServiceObserver {
  public constructor(private readonly write: (line: string) => void, private readonly verbose: boolean) {}

  public onCall({ input, output, ...event }: CallEvent): void {
    this.write(visibleJson({ type: 'call', ...event, ...(this.verbose && { input: bounded(input), output: bounded(output) }) }));
  }

  public onSession(event: SessionEvent): void {
    this.write(visibleJson({ type: 'session', ...event }));
  }
}

/** Each text cut to what a log can carry; what is short stays as it is. */
function bounded(values: object | undefined): Record<string, unknown> | undefined {
  return values && Object.fromEntries(Object.entries(values).map(([name, value]) => {
    const { text, more } = excerpt(value, LONGEST_VALUE);
    return [name, more > 0 ? `${text}… ${more} characters more` : value];
  }));
}
