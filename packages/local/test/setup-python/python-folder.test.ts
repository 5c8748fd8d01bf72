import { expect, test } from 'vitest';
import { pythonFolder } from '../../src/sandbox/python-folder.js';

test.each([
  ['linux', { HOME: '/home/a' }, '/home/a/.local/share/agentcore-local/python'],
  ['linux', { HOME: '/home/a', XDG_DATA_HOME: '/data' }, '/data/agentcore-local/python'],
  ['linux', { HOME: '/home/a', XDG_DATA_HOME: 'relative' }, '/home/a/.local/share/agentcore-local/python'],
  ['linux', { HOME: '/home/a', XDG_DATA_HOME: '' }, '/home/a/.local/share/agentcore-local/python'],
  ['darwin', { HOME: '/Users/a', XDG_DATA_HOME: '/data' }, '/Users/a/Library/Application Support/agentcore-local/python'],
  ['win32', { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, 'C:\\Users\\a\\AppData\\Local\\agentcore-local\\python'],
  ['win32', { USERPROFILE: 'C:\\Users\\a' }, 'C:\\Users\\a\\AppData\\Local\\agentcore-local\\python'],
] as const)('%s with %j', (platform, environment, folder) => {
  expect(pythonFolder(environment, platform)).toBe(folder);
});
