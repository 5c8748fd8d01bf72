import process from 'node:process';
import { clearInterval, setImmediate, setInterval } from 'node:timers';

/** What may stay open when a cell ends: later cells use it, and it never ends by itself. */
const lasting = new Set([
  'TCPServerWrap', 'PipeServerWrap', 'UDPWrap', 'PipeWrap', 'TTYWrap', 'FSEventWrap', 'StatWatcher', 'SignalWrap',
  'CloseReq',
]);

/** Milliseconds. Only looked at while a server is open: otherwise the event loop itself says when it is empty. */
const interval = 10;

const inDeno = globalThis.Deno !== undefined;

/** Whether timers, requests or processes are left. Deno lists only those of its Node side. */
export function isBusy() {
  return process.getActiveResourcesInfo().some(resource => !lasting.has(resource));
}

/** Tells when all that a cell left running has ended, for which a script would wait as well. */
export class PendingWork {
  #onIdle;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {() => void} onIdle called once, or never if stopped before */
  constructor(onIdle) {
    this.#onIdle = onIdle;
    process.on('beforeExit', this.#finish);
  }

  /** The code itself is through: from now on, servers do not count. */
  codeEnded() {
    if (inDeno) {
      return;
    }
    setImmediate(() => {
      this.#look();
      if (this.#onIdle) {
        this.#timer = setInterval(() => this.#look(), interval);
        this.#timer.unref();
      }
    });
  }

  stop() {
    this.#onIdle = undefined;
    process.off('beforeExit', this.#finish);
    clearInterval(this.#timer);
  }

  #look() {
    if (!isBusy()) {
      this.#finish();
    }
  }

  #finish = () => {
    const onIdle = this.#onIdle;
    this.stop();
    onIdle?.();
  };
}
