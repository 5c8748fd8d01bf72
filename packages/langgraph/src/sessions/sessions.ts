import { unlessAborted } from '../errors/abort-error.js';
import { CodeInterpreterProgressEvent } from '../progress.js';
import { Settings } from '../settings.js';
import { SessionKey } from './session-key.js';
import { SessionService } from './session-service.js';
import { IdleLimit, Session } from './session.js';

/** The place of a key. The session is not there before the first call, after a failed start, and after one that ended. */
interface Place {
  session?: Promise<Session>;
  started?: Session;
  /** Why the last session is no more, if the model has to hear of it. */
  replaces?: string;
  /** When its last session is over at the latest, by the clock of this process. */
  overAt?: number;
}

const HOUR = 3_600_000;

/** How long after its end a session is remembered, so that its model can be told that the state is gone. */
const REMEMBERED = 24 * HOUR;

export interface Wish {
  readonly signal: AbortSignal | undefined;
  readonly report: (event: CodeInterpreterProgressEvent) => void;
}

/** One session for each key, started when it is first needed. */
export class Sessions {
  private readonly threads = new Map<string, Map<string, Place>>();
  private readonly idleLimit: IdleLimit | undefined;
  private tidiedAt = performance.now();

  public constructor(private readonly service: SessionService, private readonly settings: Settings) {
    const { idleTimeoutSeconds } = settings;
    this.idleLimit = idleTimeoutSeconds === undefined ? undefined : {
      milliseconds: idleTimeoutSeconds * 1000,
      stop: (session) => this.stopIdle(session, idleTimeoutSeconds),
    };
  }

  /** The session of a key, with a call begun: end it with `endCall`. Calls that come while it starts wait for the same one. */
  public async begin(key: SessionKey, { signal, report }: Wish): Promise<Session> {
    this.tidy();
    const place = this.placeOf(key);
    const { replaces } = place;
    const starting = place.started === undefined;
    if (starting) { report({ event: 'session_starting' }); }
    place.session ??= this.start(key, place);
    const session = await unlessAborted(place.session, signal);
    session.beginCall();
    if (starting) {
      report({ event: 'session_started', sessionId: session.id, seconds: session.startSeconds });
      if (replaces !== undefined) { report({ event: 'session_replaced', sessionId: session.id, reason: replaces }); }
    }
    return session;
  }

  /**
   * Takes away a session that is gone; the next call starts another. Nothing happens if another is there already.
   *
   * @param replaces what the first result out of the next session has to say. Left out: the model knows.
   */
  public forget(session: Session, replaces?: string): void {
    session.markEnded('gone');
    const place = this.placeIf(session);
    if (!place) { return; }
    place.session = undefined;
    place.started = undefined;
    place.replaces = replaces;
  }

  /** Stops and forgets all sessions of a thread, or all. Never rejects. */
  public async stop(threadId?: string): Promise<void> {
    const threads = threadId === undefined ? [...this.threads.values()] : [this.threads.get(threadId) ?? new Map<string, Place>()];
    if (threadId === undefined) { this.threads.clear(); } else { this.threads.delete(threadId); }
    const places = threads.flatMap((scopes) => [...scopes.values()]);
    await Promise.all(places.map(async (place) => {
      // A start that failed has told those who wait for it, and left nothing to stop.
      const session = await place.session?.catch(() => undefined);
      if (session) { await this.stopSession(session); }
    }));
  }

  private start(key: SessionKey, place: Place): Promise<Session> {
    const { replaces } = place;
    const session = this.service.start().then(({ id, expiry, startSeconds }) => {
      const started = new Session(id, key, expiry, startSeconds, replaces, this.idleLimit);
      place.started = started;
      place.overAt = expiry.latest;
      place.replaces = undefined;
      return started;
    });
    // Whoever waits hears of a failure. That nobody may be left to wait is no reason to end the process.
    session.catch(() => { place.session = undefined; });
    return session;
  }

  /** A process that serves threads for months, and cleans up none, would remember them all. */
  private tidy(): void {
    const now = performance.now();
    if (now - this.tidiedAt < HOUR) { return; }
    this.tidiedAt = now;
    for (const [threadId, scopes] of this.threads) {
      for (const [scope, { session, started, overAt }] of scopes) {
        const starting = session !== undefined && started === undefined;
        if (!starting && (overAt === undefined || overAt + REMEMBERED < now)) { scopes.delete(scope); }
      }
      if (scopes.size === 0) { this.threads.delete(threadId); }
    }
  }

  private stopIdle(session: Session, seconds: number): void {
    this.forgetStopped(session, `it was not used for ${seconds} seconds`);
    void this.stopSession(session);
  }

  private forgetStopped(session: Session, replaces: string): void {
    session.markEnded('stopped');
    this.forget(session, replaces);
  }

  private async stopSession(session: Session): Promise<void> {
    session.markEnded('stopped');
    try {
      await this.service.stop(session.id);
    } catch (error) {
      const { message, name } = error instanceof Error ? error : new Error(String(error));
      this.settings.warn(`session ${session.id} of thread ${session.key.threadId} could not be stopped, and ends at most `
        + `${this.settings.sessionTimeoutSeconds} seconds after its start: ${name}: ${message}`);
    }
  }

  private placeOf({ threadId, scope }: SessionKey): Place {
    const scopes = this.threads.get(threadId) ?? new Map<string, Place>();
    this.threads.set(threadId, scopes);
    const place = scopes.get(scope) ?? {};
    scopes.set(scope, place);
    return place;
  }

  private placeIf(session: Session): Place | undefined {
    const place = this.threads.get(session.key.threadId)?.get(session.key.scope);
    return place?.started === session ? place : undefined;
  }
}
