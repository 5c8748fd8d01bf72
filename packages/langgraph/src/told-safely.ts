/** Calls back, and tells of a failure, that of an async function too: nobody waits for it, and it would end the process. */
export function toldSafely(tell: () => unknown, onFailure: (reason: string) => void): void {
  const failed = (error: unknown): void => onFailure(error instanceof Error ? error.message : String(error));
  try {
    const told = tell();
    if (told instanceof Promise) { told.catch(failed); }
  } catch (error) {
    failed(error);
  }
}
