import { expect, test, vi } from 'vitest';
import { startLocalService } from '../../src/index.js';

vi.mock(import('../../src/service/sandboxes.js'), () => ({
  openSandboxes: async (_options, _settings, closing) => {
    closing.add('the proxy', () => Promise.reject(new Error('it is stuck')));
    throw new Error('no tier works here');
  },
}));

test('says why it could not start, and what could not be closed', async () => {
  const warnings: string[] = [];
  await expect(startLocalService({ onWarning: (message) => warnings.push(message) })).rejects.toThrow('no tier works here');
  expect(warnings).toEqual([expect.stringContaining('the proxy could not be closed: it is stuck')]);
});
