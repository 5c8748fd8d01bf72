import { Certificate, Interpreter } from './interpreter.js';
import { Sandbox } from '../sandbox/sandbox.js';

export interface SessionSettings {
  /** Left out: none. */
  readonly name?: string;
  readonly timeoutSeconds: number;
  /** Left out: none. They are kept and shown, and not installed. */
  readonly certificates?: readonly Certificate[];
}

/** Why a session is over. */
export type SessionEnd = 'stopped' | 'expired' | 'died';

export type SessionStatus = 'READY' | 'TERMINATED';

/** One session, and the record of it once it is over. */
export class Session {
  public readonly createdAt = new Date();
  private changedAt = this.createdAt;
  private ended?: SessionEnd;

  public constructor(
    public readonly id: string,
    public readonly interpreter: Interpreter,
    public readonly settings: SessionSettings,
    public readonly sandbox: Sandbox,
  ) {}

  public get status(): SessionStatus {
    return this.ended ? 'TERMINATED' : 'READY';
  }

  /** Undefined while it goes on. */
  public get end(): SessionEnd | undefined {
    return this.ended;
  }

  public get lastUpdatedAt(): Date {
    return this.changedAt;
  }

  public get expiresAt(): Date {
    return new Date(this.createdAt.getTime() + this.settings.timeoutSeconds * 1000);
  }

  public markEnded(end: SessionEnd): void {
    this.ended = end;
    this.changedAt = new Date();
  }
}
