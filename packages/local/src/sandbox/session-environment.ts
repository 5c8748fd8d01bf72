import { dirname } from 'node:path';
import { EngineSetup } from './setup.js';

/** Folders as a session sees them. */
export interface SessionFolders {
  readonly home: string;
  readonly temporary: string;
}

const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin'];

/** The variables of user code: all that it gets, before what the network adds. */
export function sessionEnvironment(setup: EngineSetup, folders: SessionFolders): Record<string, string> {
  const programs = [setup.python.path, setup.nodejs?.path, setup.deno?.path].flatMap((path) => (path ? [dirname(path)] : []));
  return {
    HOME: folders.home,
    PATH: [...new Set([...programs, ...SYSTEM_PATH])].join(':'),
    LANG: 'C.UTF-8',
    USER: 'genesis1ptools',
    LOGNAME: 'genesis1ptools',
    SHELL: '/bin/bash',
    TERM: 'dumb',
    TMPDIR: folders.temporary,
    MPLBACKEND: 'Agg',
    ...setup.environment,
  };
}
