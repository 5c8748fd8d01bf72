import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that prints a line of JSON when it is ready and one for each that it reads, and ends with its standard input. */
export async function startSubject(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) { throw new Error(`${[command, ...args].join(' ')} ended early, with exit code ${child.exitCode}`); }
    return JSON.parse(value);
  };
  return {
    pid: child.pid,
    ready: await next(),
    /** One question at a time. */
    ask: (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return next();
    },
    close: async () => {
      if (child.exitCode !== null) { return; }
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
