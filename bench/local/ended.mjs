import { spawn } from 'node:child_process';

/** What a program wrote, once it has ended well. */
export function ended(command, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => { output += chunk; });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${[command, ...args].join(' ')} ended with exit code ${code}`))));
  });
}
