import { setTimeout as delay } from 'node:timers/promises';
import { MAXIMUM_RETRY_DELAY, Retry } from '@smithy/core/retry';
import { abortError } from '../errors/abort-error.js';
import { serviceProblem } from '../errors/service-problem.js';

export interface Attempts {
  /** The first one included. */
  readonly most: number;
  readonly signal: AbortSignal | undefined;
  /** Asked after a failure: whether nothing can have been done yet. */
  readonly mayRepeat: () => boolean;
  /** Told before each wait; `attempt` is the one that was throttled, counted from 1. */
  readonly onThrottled: (attempt: number, retryInSeconds: number) => void;
}

/** Does it again as long as the service throttles it, which means that it has not begun. */
export async function repeatedIfThrottled<Value>(
  work: () => Promise<Value>, { most, signal, mayRepeat, onThrottled }: Attempts,
): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= most || serviceProblem(error) !== 'throttled' || !mayRepeat()) { throw error; }
      const milliseconds = backoffMilliseconds(attempt);
      onThrottled(attempt, milliseconds / 1000);
      await pause(milliseconds, signal);
    }
  }
}

/** As the SDK's own strategy, which cannot be told to stop waiting: exponential, with full jitter. `attempt` counts from 1. */
export function backoffMilliseconds(attempt: number): number {
  return Math.floor(Math.random() * Math.min(Retry.throttlingDelay() * 2 ** (attempt - 1), MAXIMUM_RETRY_DELAY));
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch (error) {
    throw signal?.aborted ? abortError(signal) : error;
  }
}
