import { CallEvent, ServiceObserver, SessionEvent } from '../observer.js';

/** One that tells several. One of them that throws harms neither the call nor the others. */
export function observeTogether(observers: readonly ServiceObserver[], warn: (message: string) => void): Required<ServiceObserver> {
  const each = (tell: (observer: ServiceObserver) => void): void => {
    for (const observer of observers) {
      try { tell(observer); } catch (error) { warn(`an observer threw: ${(error as Error).message}`); }
    }
  };
  return {
    onCall: (event: CallEvent) => each((observer) => observer.onCall?.(event)),
    onSession: (event: SessionEvent) => each((observer) => observer.onSession?.(event)),
  };
}
