import { engineSetup, python } from './engine-setup.js';
import { createNamespacesEngine } from '../../src/sandbox/namespaces-engine.js';

const engine = await createNamespacesEngine(await engineSetup());
const sandbox = await engine.open({ networkMode: 'SANDBOX' });
await sandbox.executeCode(python('x = 1'));
void sandbox.executeCommand('sleep 60').catch(() => undefined);
process.stdout.write('running\n');
