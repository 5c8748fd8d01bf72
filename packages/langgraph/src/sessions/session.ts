import { SessionKey } from './session-key.js';

/** When the service ends a session: between the two, by the clock of this process, in milliseconds. */
export interface Expiry {
  readonly earliest: number;
  readonly latest: number;
}

export interface IdleLimit {
  readonly milliseconds: number;
  readonly stop: (session: Session) => void;
}

/** A session that was started, and how many calls it has. */
export class Session {
  private end: 'stopped' | 'gone' | undefined;
  private calls = 0;
  private idleTimer: NodeJS.Timeout | undefined;

  /** @param replaces why another session of the same key is no more, until a result has said so */
  public constructor(
    public readonly id: string,
    public readonly key: SessionKey,
    public readonly expiry: Expiry,
    public readonly startSeconds: number,
    private replaces: string | undefined,
    private readonly idleLimit: IdleLimit | undefined,
  ) {
    this.armIdleTimer();
  }

  /** Whether it was stopped from here, so that a call which finds it gone needs no other. */
  public get stoppedHere(): boolean {
    return this.end === 'stopped';
  }

  /** Why it replaces another session. Not there if it does not, or if that was said. */
  public get noticeDue(): string | undefined {
    return this.replaces;
  }

  public noticeGiven(): void {
    this.replaces = undefined;
  }

  public beginCall(): void {
    this.calls += 1;
    clearTimeout(this.idleTimer);
  }

  public endCall(): void {
    this.calls -= 1;
    if (this.calls === 0) { this.armIdleTimer(); }
  }

  /** It takes no more calls: it was stopped from here, or turned out to be gone. */
  public markEnded(end: 'stopped' | 'gone'): void {
    this.end ??= end;
    clearTimeout(this.idleTimer);
  }

  private armIdleTimer(): void {
    if (!this.idleLimit || this.end) { return; }
    const { milliseconds, stop } = this.idleLimit;
    this.idleTimer = setTimeout(() => stop(this), milliseconds);
    this.idleTimer.unref();
  }
}
