import { ProgressToken, ServerNotification } from '@modelcontextprotocol/sdk/types.js';
import { CodeInterpreterProgress } from 'agentcore-code-interpreter-langgraph/core';

/** Clients give up on a call that is silent for long; most wait a minute. */
const HEARTBEAT_MILLISECONDS = 15_000;

const LONGEST_MESSAGE = 200;

/** Tells the client how a call goes on, by progress notifications, and at least every 15 seconds that it goes on. */
export class ProgressReporter {
  private readonly startedAt = Date.now();
  private readonly heartbeat: NodeJS.Timeout;
  private count = 0;
  private sent: Promise<void> = Promise.resolve();

  public constructor(
    private readonly token: ProgressToken,
    private readonly send: (notification: ServerNotification) => Promise<void>,
  ) {
    this.heartbeat = setInterval(() => {
      this.tell(`still running after ${seconds((Date.now() - this.startedAt) / 1000)}`);
    }, HEARTBEAT_MILLISECONDS);
  }

  public report(progress: CodeInterpreterProgress): void {
    this.tell(progressMessage(progress));
    this.heartbeat.refresh();
  }

  /** Settles when all has been sent: a notification after the result would be one of an unknown call. */
  public end(): Promise<void> {
    clearInterval(this.heartbeat);
    return this.sent;
  }

  private tell(message: string): void {
    const params = { progressToken: this.token, progress: ++this.count, message };
    // A client that has gone is noticed elsewhere.
    this.sent = this.sent.then(() => this.send({ method: 'notifications/progress', params })).catch(() => undefined);
  }
}

/** One line for people. */
export function progressMessage(progress: CodeInterpreterProgress): string {
  switch (progress.event) {
    case 'session_starting': return 'starting a session';
    case 'session_started': return `session ${progress.sessionId} started in ${seconds(progress.seconds)}`;
    case 'session_replaced': return `the session had ended, ${progress.sessionId} replaces it: ${progress.reason}`;
    case 'running': return `running in session ${progress.sessionId}`;
    case 'throttled': return `throttled by the service; attempt ${progress.attempt} in ${seconds(progress.retryInSeconds)}`;
    case 'output': return lastLine(progress.text);
    case 'finished': return `${progress.isError ? 'failed' : 'finished'} after ${seconds(progress.seconds)}`;
  }
}

function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} s`;
}

function lastLine(text: string): string {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line;
}
