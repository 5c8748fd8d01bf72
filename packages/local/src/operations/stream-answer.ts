import { CodeInterpreterResult } from '../tools/result.js';

/** An answer that goes as an event stream. */
export class StreamAnswer {
  public constructor(public readonly sessionId: string, public readonly result: CodeInterpreterResult) {}
}
