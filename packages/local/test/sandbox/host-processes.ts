import { readdirSync, readFileSync } from 'node:fs';

export interface HostProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** As the host sees them. */
export function hostProcesses(): HostProcess[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const [state, parent] = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
      return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), command }];
    } catch {
      return [];
    }
  });
}

export function descendantsOf(pid: number): HostProcess[] {
  const all = hostProcesses();
  const below = (parent: number): HostProcess[] => all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** The keepers that a process has started. */
export function keepersOf(pid: number): HostProcess[] {
  return hostProcesses().filter((one) => one.parent === pid && one.command.includes('agentcore_sandbox.keeper'));
}

export function isRunning(pid: number): boolean {
  return hostProcesses().some((one) => one.pid === pid);
}
