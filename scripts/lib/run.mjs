import { spawn } from 'node:child_process';
import { ROOT } from './root.mjs';

const TIMEOUT_MINUTES = 10;

/** Runs one command to its end. Never throws: a command that cannot start has the exit code 127. */
export function run({ command, args = [], env = process.env, shell = false, cwd = ROOT }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    let late = false;
    const timer = setTimeout(() => { late = true; child.kill('SIGKILL'); }, TIMEOUT_MINUTES * 60_000);
    const finish = (code, note = '') => {
      clearTimeout(timer);
      resolve({ code, output: `$ ${[command, ...args].join(' ')}\n${Buffer.concat(chunks)}${note}` });
    };
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code, signal) => finish(code ?? 1, late ? `stopped after ${TIMEOUT_MINUTES} minutes` : signal ? `ended by ${signal}` : ''));
  });
}

/** Runs commands one after the other, up to the first that fails. */
export async function runAll(commands) {
  const outputs = [];
  for (const command of commands) {
    const { code, output } = await run(command);
    outputs.push(output);
    if (code !== 0) { return { code, output: outputs.join('\n') }; }
  }
  return { code: 0, output: outputs.join('\n') };
}
