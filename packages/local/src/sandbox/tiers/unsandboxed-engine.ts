import { removeByForce } from '../forced-removal.js';
import { makeRuntimeFolder } from '../runtime-folder.js';
import { Engine } from '../sandbox.js';
import { EngineSetup } from '../setup.js';
import { makeDiskSession } from './disk-session.js';
import { pythonStart } from '../python-start.js';
import { tierReport } from './report.js';
import { SpawnedEngine } from './spawned-engine.js';

/** No sandbox at all: code runs as the user of the service. */
export async function createUnsandboxedEngine(setup: EngineSetup): Promise<Engine> {
  if (process.platform === 'win32') { throw new Error('sessions need a POSIX system; run the service in WSL'); }
  const folder = await makeRuntimeFolder();
  return new SpawnedEngine(tierReport('none', setup), setup, {
    plan: async () => {
      const session = await makeDiskSession(folder);
      return {
        command: pythonStart(setup.python.path, 'spawned'),
        folders: session.folders,
        readOnly: [],
        endBy: 'SIGTERM',
        clear: () => session.remove(),
      };
    },
    close: () => removeByForce(folder),
  });
}
