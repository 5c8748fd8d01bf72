import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** How many processes of this machine have this as an argument. */
export function processesWith(argument: string): number {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').some((one) => one.includes(argument));
    } catch {
      return false;
    }
  }).length;
}

/** What engines of this process have in the temporary folder. */
export function foldersOfEngines(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`agentcore-local-${process.pid}-`));
}
