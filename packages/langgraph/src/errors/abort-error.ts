import { defaultMaxListeners, getMaxListeners, setMaxListeners } from 'node:events';

/** How an aborted call rejects, whatever the signal was aborted with; that is its `cause`. */
export function abortError(signal: AbortSignal): Error {
  const error = new Error('The call was aborted. What it started in the session may still be running.', { cause: signal.reason });
  error.name = 'AbortError';
  return error;
}

/** As the promise settles, or rejects when the signal is aborted before. The promise itself goes on. */
export async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) { return promise; }
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(abortError(signal));
    if (signal.aborted) { onAbort(); } else { signal.addEventListener('abort', onAbort, { once: true }); }
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** As Node's own `fetch` does: many calls at once may listen to one signal, which Node would call a leak. */
const MOST_LISTENERS = 1_500;

/** Each call takes its listeners away when it ends. A limit that the caller has set stays. */
export function allowManyListeners(signal: AbortSignal): void {
  if (signal instanceof AbortSignal && getMaxListeners(signal) === defaultMaxListeners) { setMaxListeners(MOST_LISTENERS, signal); }
}
