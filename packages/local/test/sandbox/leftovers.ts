import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { isRunning } from './host-processes.js';

/** What an engine of a service may leave behind: its folders, mounts, and the control groups of its keeper. */
export function leftovers(service: number, keeper: number): string[] {
  const own = `agentcore-local-${service}-`;
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(own)).map((name) => join(tmpdir(), name));
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n').filter((line) => line.includes(own));
  return [...folders, ...mounts, ...groups('/sys/fs/cgroup', `agentcore-local-${keeper}`, 4)];
}

/** Settles when none of the processes runs and nothing else is left; fails when that takes too long. */
export async function nothingLeft(service: number, keeper: number, processes: readonly number[]): Promise<void> {
  await vi.waitFor(() => {
    const left = [...processes.filter(isRunning).map((pid) => `process ${pid}`), ...leftovers(service, keeper)];
    if (left.length > 0) { throw new Error(`left behind: ${left.join(', ')}`); }
  }, { timeout: 10_000, interval: 20 });
}

function groups(folder: string, name: string, depth: number): string[] {
  let entries: string[];
  try {
    entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry);
    return entry === name ? [path] : depth > 0 ? groups(path, name, depth - 1) : [];
  });
}
