import { Engine, NetworkMode, Sandbox, SandboxOptions } from './sandbox.js';

export interface PoolOptions {
  /** Sandboxes kept ready for each network mode in use. 0 keeps none. */
  readonly size: number;
  /** How long after a start the pool waits before it makes another, so that it does not compete with the work just begun. */
  readonly refillDelayMs: number;
  /** Told when a sandbox could not be made ahead of time. The pool tries again at the next start. */
  readonly warn: (message: string) => void;
}

/** Keeps sandboxes ready, so that a session starts without waiting for one to be made. */
export class WarmPool {
  private readonly shelves = new Map<NetworkMode, Shelf>();
  private closed = false;

  public constructor(private readonly engine: Pick<Engine, 'open'>, private readonly options: PoolOptions) {}

  /** Makes sandboxes of a network mode ahead of the first session in it. Settles when they are there. */
  public async warm(networkMode: NetworkMode): Promise<void> {
    if (!this.closed) { await this.shelf(networkMode).fill(); }
  }

  /** A sandbox that nobody has used. */
  public async open(options: SandboxOptions): Promise<Sandbox> {
    if (this.closed) { throw new Error('The pool of sandboxes is closed: the service is stopping.'); }
    const shelf = this.shelf(options.networkMode);
    const ready = shelf.take();
    shelf.refillLater();
    return ready ?? this.engine.open(options);
  }

  public async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.shelves.values()].map((shelf) => shelf.close()));
  }

  private shelf(networkMode: NetworkMode): Shelf {
    let shelf = this.shelves.get(networkMode);
    if (!shelf) {
      shelf = new Shelf(() => this.engine.open({ networkMode }), this.options);
      this.shelves.set(networkMode, shelf);
    }
    return shelf;
  }
}

/** Those of one network mode. */
class Shelf {
  private readonly ready: Sandbox[] = [];
  private filling?: Promise<void>;
  private timer?: NodeJS.Timeout;
  private closed = false;

  public constructor(private readonly open: () => Promise<Sandbox>, private readonly options: PoolOptions) {}

  public take(): Sandbox | undefined {
    return this.ready.shift();
  }

  /** Each start puts it off again: while sessions come in bursts, the processors are theirs. */
  public refillLater(): void {
    clearTimeout(this.timer);
    if (this.closed || this.ready.length >= this.options.size) { return; }
    // An empty shelf must not be starved by starts that keep coming.
    if (this.ready.length === 0) { void this.fill(); return; }
    this.timer = setTimeout(() => void this.fill(), this.options.refillDelayMs);
    this.timer.unref();
  }

  public fill(): Promise<void> {
    this.filling ??= this.fillOneByOne().finally(() => { this.filling = undefined; });
    return this.filling;
  }

  public async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.filling;
    await Promise.all(this.ready.splice(0).map((sandbox) => sandbox.close()));
  }

  private async fillOneByOne(): Promise<void> {
    while (!this.closed && this.ready.length < this.options.size) {
      try {
        this.shelve(await this.open());
      } catch (error) {
        this.options.warn(`no sandbox could be made ahead of time: ${(error as Error).message}`);
        return;
      }
    }
  }

  /** One that dies while it waits is not handed out. */
  private shelve(sandbox: Sandbox): void {
    this.ready.push(sandbox);
    void sandbox.ended.then(() => {
      const index = this.ready.indexOf(sandbox);
      if (index >= 0) { this.ready.splice(index, 1); }
    });
  }
}
