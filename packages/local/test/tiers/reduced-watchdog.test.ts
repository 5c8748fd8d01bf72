import { expect, it, vi } from 'vitest';
import { TEST_LIMITS } from './limits.js';
import { Watchdog } from '../../src/sandbox/tiers/reduced/watchdog.js';

it('goes on with a process that takes the place of one that is gone while it looks', async () => {
  const gone = { pid: undefined, kill: vi.fn() };
  const later = { pid: process.pid, kill: vi.fn() };
  const processes = vi.fn(() => (processes.mock.calls.length === 1 ? [gone] : [later]));
  const watchdog = new Watchdog(processes, '/nonexistent', { ...TEST_LIMITS, memoryBytes: 1 });
  watchdog.start();
  await vi.waitFor(() => expect(later.kill).toHaveBeenCalled(), { timeout: 10_000 });
  watchdog.stop();
  expect(gone.kill).not.toHaveBeenCalled();
});
