import { pathToFileURL } from 'node:url';
import { mountFolder } from './mount-folder.mjs';

const workingDirectory = '/opt/amazon/genesis1p-tools/var';
const packages = new URL('../python/', import.meta.url);
/** What runs cells in the other sandboxes too. */
const modules = ['__init__', 'cells/__init__', 'cells/awaiting', 'cells/interactive_shell', 'cells/interpreter', 'cells/plain_traceback',
  'cells/tracebacks'].map(name => `agentcore_sandbox/${name}.py`);

/**
 * @param {string} pyodideFolder
 * @param {string} sessionFolder what cells see as their working directory
 * @returns {Promise<(cell: { code: string, number: number, clear: boolean }) => Promise<number>>} gives the exit code
 */
export async function loadPython(pyodideFolder, sessionFolder) {
  const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`).href);
  const pyodide = await loadPyodide({
    indexURL: `${pyodideFolder}/`,
    env: { HOME: workingDirectory, LANG: 'C.UTF-8', MPLBACKEND: 'Agg' },
  });
  pyodide.setStdin({ stdin: () => undefined });
  pyodide.setStdout({ write: bytes => writeAll(Deno.stdout, bytes) });
  pyodide.setStderr({ write: bytes => writeAll(Deno.stderr, bytes) });
  mountFolder(pyodide.FS, sessionFolder, workingDirectory);
  const run = await makeInterpreter(pyodide);
  // Python waits for promises of JavaScript without giving up its stack: that is how a cell may await.
  return ({ code, number, clear }) => run.callPromising(code, number, clear);
}

async function makeInterpreter(pyodide) {
  const { FS } = pyodide;
  const folder = pyodide.runPython('import sysconfig; sysconfig.get_path("purelib")');
  FS.mkdirTree(`${folder}/agentcore_sandbox/cells`);
  for (const module of modules) {
    FS.writeFile(`${folder}/${module}`, await Deno.readFile(new URL(module, packages)));
  }
  return pyodide.runPython(`
from agentcore_sandbox.cells.interpreter import Interpreter
import sys

def run(code, number, clear, interpreter=Interpreter()):
    try:
        return interpreter.run(code, number, clear)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()

run`, { globals: pyodide.toPy({}) });
}

/** A pipe may take less than it is given. */
function writeAll(file, bytes) {
  for (let written = 0; written < bytes.length;) {
    written += file.writeSync(bytes.subarray(written));
  }
  return bytes.length;
}
