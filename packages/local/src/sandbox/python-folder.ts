import { posix, win32 } from 'node:path';
import { homeFolder } from '../home-folder.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where `agentcore-local setup` keeps the Python that sessions run: a virtual environment in the user's data folder. */
export function pythonFolder(environment: Environment, platform: NodeJS.Platform): string {
  const path = platform === 'win32' ? win32 : posix;
  return path.join(dataFolder(environment, platform), 'agentcore-local', 'python');
}

function dataFolder(environment: Environment, platform: NodeJS.Platform): string {
  if (platform === 'win32') { return environment.LOCALAPPDATA ?? win32.join(environment.USERPROFILE ?? homeFolder(environment), 'AppData', 'Local'); }
  const home = homeFolder(environment);
  if (platform === 'darwin') { return posix.join(home, 'Library', 'Application Support'); }
  // The XDG specification: a relative path is invalid and to be ignored.
  const xdg = environment.XDG_DATA_HOME ?? '';
  return posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share');
}
