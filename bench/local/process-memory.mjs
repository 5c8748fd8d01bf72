import { readFileSync } from 'node:fs';

/** Of a process and all below it, in bytes: what is its own, and its share of what it has in common with others. */
export function proportionalBytes(pid) {
  return treeOf(pid).reduce((total, one) => total + pssOf(one), 0);
}

/** For each session the bytes of its processes, as the host sees them. */
export function sessionBytes(servicePid) {
  const all = treeOf(servicePid);
  // Sessions are below the fork server; those that have run nothing are its spares.
  const forkServer = all.reduce((most, pid) => (childrenOf(pid).length > childrenOf(most).length ? pid : most));
  return childrenOf(forkServer).filter((pid) => childrenOf(pid).length > 0).map(proportionalBytes);
}

export function availableBytes() {
  return field(readFileSync('/proc/meminfo', 'utf8'), 'MemAvailable');
}

function treeOf(pid) {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}

function childrenOf(pid) {
  return readText(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

function pssOf(pid) {
  const rollup = readText(`/proc/${pid}/smaps_rollup`);
  return rollup === '' ? 0 : field(rollup, 'Pss');
}

function field(text, name) {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)[1]) * 1024;
}

/** Nothing of a process that has ended meanwhile. */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
