/** Codes that shells give for a process ended by these signals. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Settles when the process has to end: the client has closed its side, or a signal came. A second signal ends it at once.
 * Clients send a first one some time after they have closed: then the session is still being stopped.
 */
export function processEnd(say: (message: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let signaled = false;
    for (const [signal, exitCode] of Object.entries(EXIT_CODES)) {
      process.on(signal, () => {
        if (signaled) { process.exit(exitCode); }
        signaled = true;
        say(`${signal}: stopping the session; once more to end at once`);
        resolve();
      });
    }
    process.stdin.on('end', resolve).on('close', resolve).on('error', () => resolve());
    process.stdout.on('error', () => resolve());
  });
}
