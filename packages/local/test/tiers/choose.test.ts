import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { foldersOfEngines } from './leftovers.js';
import { testSetup } from './setup.js';
import { Engine, Sandbox, SandboxOptions, Tier } from '../../src/sandbox/sandbox.js';
import { ChooseParts, chooseEngine, ChooseSetup, NoSandboxError, TIERS } from '../../src/sandbox/tiers/choose.js';
import { MakeEngine, tierMakers } from '../../src/sandbox/tiers/makers.js';
import { probeEngine } from '../../src/sandbox/tiers/probe.js';
import { tierReport } from '../../src/sandbox/tiers/report.js';
import { TierSetup } from '../../src/sandbox/tiers/tier-setup.js';

const closed: Tier[] = [];
const probed: { tier: Tier; isolated: boolean }[] = [];
afterEach(() => { closed.length = probed.length = 0; });

/** Tiers that can be made, or not, and of which some fail when they are tried. */
function parts(makeable: readonly Tier[], working: readonly Tier[]): ChooseParts {
  const maker = (tier: Tier): MakeEngine => async (setup) => {
    if (!makeable.includes(tier)) { throw new Error(`no ${tier}`); }
    return fakeEngine(tier, setup);
  };
  return {
    makers: Object.fromEntries(TIERS.map((tier) => [tier, maker(tier)])) as ChooseParts['makers'],
    probe: async ({ report: { tier } }, isolated) => {
      probed.push({ tier, isolated });
      if (!working.includes(tier)) { throw new Error(`${tier} leaks`); }
    },
  };
}

function fakeEngine(tier: Tier, setup: TierSetup): Engine {
  return {
    report: { ...tierReport('none', setup), tier },
    open: () => Promise.reject(new Error('not opened in this test')),
    close: async () => { closed.push(tier); },
  };
}

const real: ChooseParts = { makers: tierMakers, probe: probeEngine };

async function choose(setup: Partial<ChooseSetup>, chosen: ChooseParts): Promise<Engine> {
  return chooseEngine({ ...await testSetup(), ...setup }, chosen);
}

describe('the choice', () => {
  it('takes the best tier that works, and says why better ones were refused', async () => {
    const { report } = await choose({}, parts(['bubblewrap', 'landlock', 'reduced'], ['landlock', 'reduced']));
    expect(report.tier).toBe('landlock');
    expect(report.refused).toEqual([{ tier: 'namespaces', reason: 'no namespaces' }, { tier: 'bubblewrap', reason: 'bubblewrap leaks' }]);
    expect(closed).toEqual(['bubblewrap']);
    expect(probed).toEqual([{ tier: 'bubblewrap', isolated: true }, { tier: 'landlock', isolated: true }]);
  });

  it('never runs code without a sandbox unless it is told to', async () => {
    const refusal = choose({}, parts(['none'], ['none']));
    await expect(refusal).rejects.toThrow(NoSandboxError);
    await expect(refusal).rejects.toThrow(/no sandbox works on this machine:\n  namespaces: no namespaces\n[\s\S]*--unsafe-no-sandbox\.$/);
    expect(probed).toEqual([]);
    await expect(choose({ tier: 'none' }, parts(['none'], ['none']))).rejects.toThrow('asked for with --unsafe-no-sandbox as well');
  });

  it('takes none last when it is told to, and tries no attack there', async () => {
    expect((await choose({ unsafeNoSandbox: true }, parts(['reduced', 'none'], ['reduced', 'none']))).report.tier).toBe('reduced');
    probed.length = 0;
    const { report } = await choose({ unsafeNoSandbox: true }, parts(['none'], ['none']));
    expect(report.tier).toBe('none');
    expect(report.refused.map(({ tier }) => tier)).toEqual(['namespaces', 'bubblewrap', 'landlock', 'seatbelt', 'reduced']);
    expect(probed).toEqual([{ tier: 'none', isolated: false }]);
  });

  it('fails loudly for a tier that was asked for and is not possible, whatever else is', async () => {
    const forced = choose({ tier: 'bubblewrap' }, parts(TIERS, ['landlock', 'none']));
    await expect(forced).rejects.toThrow(/the tier "bubblewrap" cannot be used here:\n  bubblewrap: bubblewrap leaks/);
    expect((await choose({ tier: 'landlock' }, parts(TIERS, TIERS))).report).toMatchObject({ tier: 'landlock', refused: [] });
  });

  it('goes on to the next tier, with a warning, when the one before it does not close', async () => {
    const setup = await testSetup();
    const { makers, probe } = parts(TIERS, ['landlock']);
    const stuck: MakeEngine = async (one) => ({ ...fakeEngine('bubblewrap', one), close: () => Promise.reject(new Error('stuck')) });
    const { report } = await chooseEngine(setup, { makers: { ...makers, bubblewrap: stuck }, probe });
    expect(report).toMatchObject({ tier: 'landlock', refused: [{ tier: 'namespaces' }, { tier: 'bubblewrap', reason: 'bubblewrap leaks' }] });
    expect(setup.warnings).toEqual(['what the tier bubblewrap was tried with stays behind: Error: stuck']);
  });

  it('names what to install', async () => {
    const hint = process.platform === 'linux' ? 'apt-get install bubblewrap libseccomp2' : 'To install';
    await expect(choose({}, parts([], []))).rejects.toThrow(hint);
  });

  it('refuses a tier that there is not', async () => {
    const unknown = choose({ tier: 'docker' as Tier }, parts(TIERS, TIERS));
    await expect(unknown).rejects.toThrow('there is no tier docker; allowed are namespaces, bubblewrap,');
  });
});

describe('on this machine', { timeout: 120_000 }, () => {
  it('chooses by running code', async () => {
    const before = foldersOfEngines();
    const engine = await chooseEngine(await testSetup());
    try {
      expect(engine.report.tier).toBe('namespaces');
      const sandbox = await engine.open({ networkMode: 'SANDBOX' });
      const cell = { code: '1+1', language: 'python', runtime: 'python', clearContext: false } as const;
      expect(await sandbox.executeCode(cell)).toMatchObject({ stdout: '2\n' });
      await sandbox.close();
    } finally {
      await engine.close();
    }
    expect(foldersOfEngines()).toEqual(before);
  });

  it('finds out that a tier keeps nothing apart', async () => {
    const engine = await tierMakers.none(await testSetup());
    try {
      await expect(probeEngine(engine, true)).rejects.toThrow('a file of this machine was read');
      await probeEngine(engine, false);
    } finally {
      await engine.close();
    }
  });

  it('leaves no bait behind when a session cannot be opened or closed', async () => {
    const engine = await tierMakers.none(await testSetup());
    const baits = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`.agentcore-local-${process.pid}-probe-`));
    try {
      const open = async (options: SandboxOptions): Promise<Sandbox> => {
        const sandbox = await engine.open(options);
        expect(baits().length).toBeGreaterThan(0);
        const close = sandbox.close.bind(sandbox);
        sandbox.close = () => close().then(() => Promise.reject(new Error('not closed')));
        return sandbox;
      };
      await expect(probeEngine({ ...fakeEngine('none', await testSetup()), open }, false)).rejects.toThrow('not closed');
      await expect(probeEngine(fakeEngine('none', await testSetup()), false)).rejects.toThrow('not opened');
      expect(baits()).toEqual([]);
    } finally {
      await engine.close();
    }
  });

  it('says what is missing without Python', async () => {
    for (const tier of ['namespaces', 'bubblewrap', 'landlock', 'none'] as const) {
      await expect(choose({ tier, python: undefined, unsafeNoSandbox: true }, real)).rejects.toThrow('agentcore-local setup');
    }
    await expect(choose({ tier: 'reduced', deno: undefined }, real)).rejects.toThrow('`npm install deno`');
  });

  it('falls back to the reduced tier without Python', async () => {
    const engine = await choose({ python: undefined }, real);
    expect(engine.report).toMatchObject({ tier: 'reduced', python: { path: expect.stringContaining('pyodide') } });
    expect(engine.report.refused.length).toBe(4);
    await engine.close();
  });
});
