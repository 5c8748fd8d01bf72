import { createNamespacesEngine } from '../namespaces-engine.js';
import { Engine, Tier } from '../sandbox.js';
import { EngineSetup } from '../setup.js';
import { createBubblewrapEngine } from './bubblewrap-engine.js';
import { createLandlockEngine } from './landlock-engine.js';
import { createReducedEngine } from './reduced/reduced-engine.js';
import { createSeatbeltEngine } from './seatbelt-engine.js';
import { TierSetup } from './tier-setup.js';
import { createUnsandboxedEngine } from './unsandboxed-engine.js';

/** @throws Error that says why this tier cannot be had here */
export type MakeEngine = (setup: TierSetup) => Promise<Engine>;

/** How each tier is made. */
export const tierMakers: Readonly<Record<Tier, MakeEngine>> = {
  namespaces: withPython((setup) => {
    if (process.platform !== 'linux') { throw new Error('namespaces are part of Linux'); }
    return createNamespacesEngine(setup);
  }),
  bubblewrap: withPython(createBubblewrapEngine),
  landlock: withPython(createLandlockEngine),
  seatbelt: withPython(createSeatbeltEngine),
  reduced: createReducedEngine,
  none: withPython(createUnsandboxedEngine),
};

function withPython(make: (setup: EngineSetup) => Promise<Engine>): MakeEngine {
  return async (setup) => {
    const { python } = setup;
    if (!python) { throw new Error('there is no Python; make one with `agentcore-local setup`, or give one with --python'); }
    return make({ ...setup, python });
  };
}
