import { KeeperReady } from './keeper.js';
import { EngineReport, Limits } from './sandbox.js';
import { EngineSetup } from './setup.js';

/** Files are in memory, and count as such: were there room for as many as for all else, nothing could run once they are written. */
const DISK_SHARE_OF_MEMORY = 0.75;

export function effectiveLimits(limits: Limits): Limits {
  return { ...limits, diskBytes: Math.floor(Math.min(limits.diskBytes, limits.memoryBytes * DISK_SHARE_OF_MEMORY)) };
}

export function reportOfNamespaces(setup: EngineSetup, limits: Limits, ready: KeeperReady): EngineReport {
  const { python, nodejs, deno } = setup;
  const bounded = (controller: string) => ready.bounds.includes(controller);
  return {
    tier: 'namespaces',
    title: 'Linux namespaces, each session forked from a Python that has imported the common libraries',
    notIsolated: [
      'the kernel, which all sessions share with this machine',
      ...(bounded('memory') ? [] : [
        'memory, for a moment: without control groups it is measured a few times a second, and files count apart',
        'what the kernel keeps for locks of files, epoll and descriptors on their way: nobody counts it, and some is counted for you',
      ]),
      ...(bounded('cpu') ? [] : ['processors: without control groups a session is held to whole ones, and shares them with others']),
    ],
    limitedBy: ready.cgroups !== null && bounded('memory') ? `cgroup v${ready.cgroups}` : 'rlimits and a watchdog',
    limits,
    python: { version: python.version, path: python.path, packages: python.packages, preloaded: python.preloaded },
    ...(nodejs && { nodejs: { version: nodejs.version, path: nodejs.path } }),
    ...(deno && { deno: { version: deno.version, path: deno.path } }),
    refused: [],
  };
}
