import { homedir, tmpdir } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { homeFolder } from '../../src/home-folder.js';

vi.mock('node:os', async (original) => ({ ...await original<typeof import('node:os')>(), homedir: vi.fn(() => '/home/somebody') }));
afterEach(() => void vi.mocked(homedir).mockReset());

test('is what the environment says, else what the system says', () => {
  vi.mocked(homedir).mockReturnValue('/home/somebody');
  expect(homeFolder({ HOME: '/elsewhere' })).toBe('/elsewhere');
  expect(homeFolder({ HOME: '' })).toBe('/home/somebody');
});

test('is the folder for temporary files for a user whom the system does not know', () => {
  vi.mocked(homedir).mockImplementation(() => { throw new Error('ENOENT: no such file or directory, uv_os_homedir'); });
  expect(homeFolder({})).toBe(tmpdir());
});
