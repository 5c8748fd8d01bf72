import { Limits, Sandbox } from '../sandbox.js';

const EVERY_MS = 1000;

/** Ends sessions that use more memory or disk than allowed, where no cgroup and no quota bounds them. */
export function watchStats(sandbox: Sandbox, limits: Limits, warn: (message: string) => void): void {
  let over = false;
  const look = async (): Promise<void> => {
    const { memoryBytes, diskBytes } = await sandbox.stats();
    const what = memoryBytes > limits.memoryBytes ? `${memoryBytes} bytes of memory, ${limits.memoryBytes}`
      : diskBytes > limits.diskBytes ? `${diskBytes} bytes of disk, ${limits.diskBytes}` : undefined;
    if (what !== undefined) {
      over = true;
      warn(`a session was ended: it used ${what} are allowed`);
      await sandbox.close();
    }
  };
  let looking = false;
  const timer = setInterval(() => {
    if (looking || over) { return; }
    looking = true;
    // An answer that never comes is the end of the sandbox, which stops the timer.
    look().catch(() => undefined).finally(() => { looking = false; });
  }, EVERY_MS);
  timer.unref();
  void sandbox.ended.then(() => clearInterval(timer));
}
