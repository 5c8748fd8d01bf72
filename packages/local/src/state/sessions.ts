import { ulids } from './ulids.js';
import { ServiceObserver, SessionEvent } from '../observer.js';
import { Interpreter } from './interpreter.js';
import { Session, SessionEnd, SessionSettings, SessionStatus } from './session.js';
import { notFound, ServiceException } from '../operations/service-exception.js';
import { Sandbox, SandboxOptions } from '../sandbox/sandbox.js';

export interface SessionsOptions {
  readonly openSandbox: (options: SandboxOptions) => Promise<Sandbox>;
  /** Sessions that may be there at once. */
  readonly maximum: number;
  /** Records of sessions that are over, kept for lists. The oldest are dropped. */
  readonly maximumRecords: number;
  readonly onSession?: ServiceObserver['onSession'];
  readonly warn: (message: string) => void;
}

/** All sessions of the service: those that go on, and records of those that are over. */
export class Sessions {
  private readonly byId = new Map<string, Session>();
  private readonly live = new Map<Session, NodeJS.Timeout>();
  private readonly starting = new Set<{ readonly interpreter: Interpreter }>();
  private readonly nextId = ulids();
  private closed = false;

  public constructor(private readonly options: SessionsOptions) {}

  /** How many there are, and are being started. */
  public get active(): number {
    return this.live.size + this.starting.size;
  }

  public async start(interpreter: Interpreter, settings: SessionSettings): Promise<Session> {
    if (this.active >= this.options.maximum) {
      throw new ServiceException('ServiceQuotaExceededException',
        `There are ${this.options.maximum} active sessions already, the most that an account may have. Stop some first.`);
    }
    const start = { interpreter };
    this.starting.add(start);
    try {
      return await this.register(interpreter, settings, await this.open(interpreter));
    } finally {
      this.starting.delete(start);
    }
  }

  /** Also one that is over, while its record is kept. */
  public find(interpreter: Interpreter, id: string): Session {
    const session = this.byId.get(id);
    if (session?.interpreter !== interpreter) {
      throw notFound(`Session ${id} of code interpreter ${interpreter.id} does not exist. Start one with StartCodeInterpreterSession.`);
    }
    return session;
  }

  /** One that goes on. */
  public findLive(interpreter: Interpreter, id: string): Session {
    const session = this.find(interpreter, id);
    if (session.end) { throw notFound(`Session ${id} ${OVER[session.end]}. Start another with StartCodeInterpreterSession.`); }
    return session;
  }

  /** Newest first. All of them when no interpreter is given. */
  public list(interpreter?: Interpreter, status?: SessionStatus): Session[] {
    const found: Session[] = [];
    for (const session of this.byId.values()) {
      if ((!interpreter || session.interpreter === interpreter) && (!status || session.status === status)) { found.push(session); }
    }
    return found.reverse();
  }

  /** Whether any session of an interpreter goes on or is being started. */
  public areActive(interpreter: Interpreter): boolean {
    return [...this.live.keys(), ...this.starting].some((session) => session.interpreter === interpreter);
  }

  /** Settles when nothing of its sandbox is left. */
  public async terminate(session: Session, end: SessionEnd): Promise<void> {
    if (!session.end) {
      session.markEnded(end);
      clearTimeout(this.live.get(session));
      this.live.delete(session);
      this.forgetOldRecords();
      this.tell(session, end);
    }
    await this.closeSandbox(session.sandbox);
  }

  public async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.live.keys()].map((session) => this.terminate(session, 'stopped')));
  }

  private async open({ id, networkMode }: Interpreter): Promise<Sandbox> {
    if (this.closed) { throw new ServiceException('InternalServerException', 'The local service is stopping: no session can be started.'); }
    try {
      return await this.options.openSandbox({ networkMode });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `The local service could not make a sandbox for a session of ${id}: ${reason}. `
        + 'Its /health says how sandboxes are made and within which limits; stop sessions that are not needed, or start the service again.';
      this.options.warn(message);
      throw new ServiceException('InternalServerException', message);
    }
  }

  private async register(interpreter: Interpreter, settings: SessionSettings, sandbox: Sandbox): Promise<Session> {
    if (this.closed) {
      await this.closeSandbox(sandbox);
      throw new ServiceException('InternalServerException', 'The local service is stopping: no session can be started.');
    }
    const session = new Session(this.nextId(), interpreter, settings, sandbox);
    const timer = setTimeout(() => void this.terminate(session, 'expired'), settings.timeoutSeconds * 1000);
    timer.unref();
    this.byId.set(session.id, session);
    this.live.set(session, timer);
    this.tell(session, 'started');
    void sandbox.ended.then(() => this.terminate(session, 'died'));
    return session;
  }

  private async closeSandbox(sandbox: Sandbox): Promise<void> {
    try {
      await sandbox.close();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.options.warn(`A sandbox could not be closed, and something of it may be left: ${reason}`);
    }
  }

  private tell({ id, interpreter, lastUpdatedAt }: Session, change: SessionEvent['change']): void {
    this.options.onSession?.({ at: lastUpdatedAt, codeInterpreterId: interpreter.id, sessionId: id, change });
  }

  private forgetOldRecords(): void {
    if (this.byId.size - this.live.size <= this.options.maximumRecords) { return; }
    for (const session of this.byId.values()) {
      if (session.end) { this.byId.delete(session.id); return; }
    }
  }
}

const OVER: Readonly<Record<SessionEnd, string>> = {
  stopped: 'was stopped',
  expired: 'has expired: its time counts from its start, whatever it does',
  died: 'is over: its sandbox is gone',
};
