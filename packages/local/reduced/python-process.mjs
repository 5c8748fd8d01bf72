import process from 'node:process';
import { CellStream } from '../worker/cell-stream.mjs';
import { loadPython } from './load-python.mjs';

/** Runs Python cells one after the other, as they come on file descriptor 3. Arguments: Pyodide's folder, the session's. */
const [pyodideFolder, sessionFolder] = Deno.args;
const stream = new CellStream(cell => {
  queue = queue.then(async () => {
    const run = await loading;
    stream.send({ nonce: cell.nonce, exitCode: await run(cell) });
  });
}, () => process.exit(0));
const loading = loadPython(pyodideFolder, sessionFolder);
let queue = loading;
await loading;
// The time that a cell may take counts from here.
stream.send({ nonce: 'ready', exitCode: 0 });
