import { Engine, EngineReport, Sandbox, SandboxOptions, Tier } from '../sandbox.js';
import { installHint } from './install-hint.js';
import { MakeEngine, tierMakers } from './makers.js';
import { probeEngine } from './probe.js';
import { TierSetup } from './tier-setup.js';

export interface ChooseSetup extends TierSetup {
  /** The only tier to try. Left out: the best one that works. */
  readonly tier?: Tier;
  /** Lets code run as the user of the service when no tier works, or `tier` is `none`. False when left out. */
  readonly unsafeNoSandbox?: boolean;
}

/** How tiers are made and tried. */
export interface ChooseParts {
  readonly makers: Readonly<Record<Tier, MakeEngine>>;
  /** @throws Error that says why sessions of this engine cannot be used */
  readonly probe: (engine: Engine, isolated: boolean) => Promise<void>;
}

/** From the best to the worst. */
export const TIERS: readonly Tier[] = ['namespaces', 'bubblewrap', 'landlock', 'seatbelt', 'reduced', 'none'];

/** No tier works, or not the one that was asked for. */
export class NoSandboxError extends Error {
  public override readonly name = 'NoSandboxError';

  public constructor(message: string, public readonly refused: EngineReport['refused']) {
    super(message);
  }
}

/** The best tier in which a session can really be opened, and code run that stays in it. @throws NoSandboxError */
export async function chooseEngine(setup: ChooseSetup, parts: ChooseParts = { makers: tierMakers, probe: probeEngine }): Promise<Engine> {
  if (setup.tier !== undefined && !TIERS.includes(setup.tier)) {
    throw new NoSandboxError(`there is no tier ${setup.tier}; allowed are ${TIERS.join(', ')}`, []);
  }
  if (setup.tier === 'none' && !setup.unsafeNoSandbox) {
    throw new NoSandboxError('the tier "none" keeps nothing apart; it has to be asked for with --unsafe-no-sandbox as well', []);
  }
  const refused: { tier: Tier; reason: string }[] = [];
  for (const tier of setup.tier ? [setup.tier] : TIERS) {
    if (tier === 'none' && !setup.unsafeNoSandbox) { continue; }
    const result = await tryTier(tier, setup, parts);
    if ('engine' in result) { return new ChosenEngine(result.engine, refused); }
    refused.push({ tier, reason: result.reason });
  }
  throw new NoSandboxError(failure(setup, refused), refused);
}

async function tryTier(tier: Tier, setup: TierSetup, { makers, probe }: ChooseParts): Promise<{ engine: Engine } | { reason: string }> {
  let engine: Engine | undefined;
  try {
    engine = await makers[tier](setup);
    await probe(engine, tier !== 'none');
    return { engine };
  } catch (error) {
    // The next tier is tried all the same.
    await engine?.close().catch((problem: unknown) => setup.warn(`what the tier ${tier} was tried with stays behind: ${String(problem)}`));
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

function failure({ tier }: ChooseSetup, refused: EngineReport['refused']): string {
  const reasons = refused.map((one) => `\n  ${one.tier}: ${one.reason}`).join('');
  const hint = installHint(process.platform);
  const what = tier ? `the tier "${tier}" cannot be used here:` : 'no sandbox works on this machine:';
  return `${what}${reasons}${hint ? `\nTo install: ${hint}.` : ''}\nTo run code without any sandbox, as yourself: --unsafe-no-sandbox.`;
}

/** Adds to the report why better tiers were not taken. */
class ChosenEngine implements Engine {
  public readonly report: EngineReport;

  public constructor(private readonly engine: Engine, refused: EngineReport['refused']) {
    this.report = { ...engine.report, refused: [...refused, ...engine.report.refused] };
  }

  public open(options: SandboxOptions): Promise<Sandbox> {
    return this.engine.open(options);
  }

  public close(): Promise<void> {
    return this.engine.close();
  }
}
