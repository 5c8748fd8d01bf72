import { realpath } from 'node:fs/promises';
import { removeByForce } from '../../forced-removal.js';
import { inRuntimeFolder } from '../../runtime-folder.js';
import { Engine, EngineReport, Sandbox, SandboxOptions } from '../../sandbox.js';
import { tierReport } from '../report.js';
import { TierSetup } from '../tier-setup.js';
import { mayBePermitted } from './deno-command.js';
import { findPyodide } from './pyodide.js';
import { ReducedSandbox, ReducedSetup } from './reduced-sandbox.js';

/** Pyodide and Deno, kept in by Deno's permissions. @throws Error when one of them is not installed */
export async function createReducedEngine(setup: TierSetup): Promise<Engine> {
  const { deno } = setup;
  if (!deno) { throw new Error('Deno is not installed; `npm install deno`'); }
  const pyodide = await findPyodide();
  if (!pyodide) { throw new Error('Pyodide is not installed; `npm install pyodide`'); }
  if (!mayBePermitted(pyodide.folder)) {
    throw new Error(`Pyodide is in ${pyodide.folder}, and Deno permits no path with a comma; install it elsewhere`);
  }
  const report = tierReport('reduced', {
    ...setup,
    nodejs: undefined,
    python: { version: pyodide.pythonVersion, path: `pyodide ${pyodide.version}`, packages: {}, preloaded: [], readOnly: [] },
  });
  return inRuntimeFolder(async (made) => {
    // Deno compares paths after links are resolved, and /tmp is one on macOS.
    const folder = await realpath(made);
    if (!mayBePermitted(folder)) { throw new Error(`the temporary folder is ${folder}, and Deno permits no path with a comma; set TMPDIR`); }
    return new ReducedEngine(report, { limits: setup.limits, deno, pyodide, folder }, setup.warn);
  });
}

class ReducedEngine implements Engine {
  private readonly sandboxes = new Set<Sandbox>();
  private warned = false;
  private closed = false;

  public constructor(
    public readonly report: EngineReport, private readonly setup: ReducedSetup, private readonly warn: (message: string) => void,
  ) {}

  public async open({ networkMode }: SandboxOptions): Promise<Sandbox> {
    if (this.closed) { throw new Error('the engine is closed'); }
    if (networkMode !== 'SANDBOX' && !this.warned) {
      this.warned = true;
      this.warn(`network mode ${networkMode}: sessions of the tier "reduced" have no network at all`);
    }
    const sandbox = await ReducedSandbox.open(this.setup);
    this.sandboxes.add(sandbox);
    void sandbox.ended.then(() => this.sandboxes.delete(sandbox));
    return sandbox;
  }

  public async close(): Promise<void> {
    this.closed = true;
    const closing = [...this.sandboxes].map((sandbox) => sandbox.close());
    await Promise.allSettled(closing);
    await removeByForce(this.setup.folder);
    // Rejects for one that could not be closed, now that all else is.
    await Promise.all(closing);
  }
}
