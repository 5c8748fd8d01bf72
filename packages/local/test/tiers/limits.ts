import { Limits } from '../../src/sandbox/sandbox.js';

/** Small, so that hostile tests stay so. */
export const TEST_LIMITS: Limits = {
  cpus: 1,
  memoryBytes: 1024 * 2 ** 20,
  diskBytes: 32 * 2 ** 20,
  files: 2000,
  processes: 64,
  outputBytes: 64 * 1024,
  callSeconds: 20,
  taskSeconds: 60,
};
