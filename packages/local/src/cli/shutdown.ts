/** Codes that shells give for a process ended by these signals. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** The first signal closes in order, the second ends at once. Settles when everything is closed. */
export function closeOnSignal(close: () => Promise<void>, say: (message: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let signaled = false;
    for (const [signal, exitCode] of Object.entries(EXIT_CODES)) {
      process.on(signal, () => {
        if (signaled) { process.exit(exitCode); }
        signaled = true;
        say(`${signal}: stopping; once more to stop at once`);
        close().then(resolve, reject);
      });
    }
  });
}
