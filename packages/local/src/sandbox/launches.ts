/** One session's process tree. */
export interface Launch {
  readonly id: number;
  /** Why it could not be forked. Never settles otherwise. */
  readonly failed: Promise<Error>;
  /** Settles when no process and no control group of it is left. Never rejects. */
  readonly ended: Promise<void>;
}

interface Pending {
  readonly fail: (error: Error) => void;
  readonly end: () => void;
}

/** Those of one keeper that have not ended. */
export class Launches {
  private readonly pending = new Map<number, Pending>();
  private last = 0;

  public add(): Launch {
    const id = ++this.last;
    let fail: Pending['fail'] = () => undefined;
    let end: Pending['end'] = () => undefined;
    const failed = new Promise<Error>((resolve) => { fail = resolve; });
    const ended = new Promise<void>((resolve) => { end = resolve; });
    this.pending.set(id, { fail, end });
    return { id, failed, ended };
  }

  public fail(id: number, error: Error): void {
    this.pending.get(id)?.fail(error);
    this.end(id);
  }

  public end(id: number): void {
    this.pending.get(id)?.end();
    this.pending.delete(id);
  }

  public endAll(): void {
    for (const id of [...this.pending.keys()]) { this.end(id); }
  }
}
