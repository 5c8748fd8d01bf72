import { ServerResponse } from 'node:http';
import { CallEvent } from '../observer.js';

/** One request, and what becomes known of it on the way. */
export class Call implements Pick<CallEvent, 'operation' | 'tool' | 'codeInterpreterId' | 'sessionId' | 'input' | 'output' | 'isError'> {
  public operation = 'UnknownOperation';
  public tool?: string;
  public codeInterpreterId?: string;
  public sessionId?: string;
  public input?: CallEvent['input'];
  public output?: CallEvent['output'];
  public isError?: boolean;
  /** A fault asked for by the request itself. */
  public fault?: string;
  public readonly at = new Date();
  private readonly startedAt = performance.now();
  private controller?: AbortController;

  public constructor(public readonly requestId: string, private readonly response: ServerResponse) {}

  public get milliseconds(): number {
    return performance.now() - this.startedAt;
  }

  /** Aborted when the client goes away before it is answered. */
  public get signal(): AbortSignal {
    if (!this.controller) {
      const controller = this.controller = new AbortController();
      const abort = (): void => { if (!this.response.writableFinished) { controller.abort(); } };
      if (this.response.destroyed) { abort(); } else { this.response.once('close', abort); }
    }
    return this.controller.signal;
  }
}
