import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { testSetup } from './setup.js';
import { pythonStart } from '../../src/sandbox/python-start.js';
import { tierReport } from '../../src/sandbox/tiers/report.js';
import { SpawnedTier, SpawnPlan } from '../../src/sandbox/tiers/spawn-plan.js';
import { SpawnedEngine } from '../../src/sandbox/tiers/spawned-engine.js';

/** Plans as told, and notes what is cleared and closed. */
class NotingTier implements SpawnedTier {
  public readonly done: string[] = [];

  public constructor(
    private readonly changes: Partial<SpawnPlan>, private readonly beforePlan: () => Promise<void> = async () => undefined,
  ) {}

  public async plan(): Promise<SpawnPlan> {
    await this.beforePlan();
    return {
      command: pythonStart('/usr/bin/python3', 'spawned'),
      folders: { home: '/tmp', temporary: '/tmp' },
      readOnly: [],
      endBy: 'SIGTERM',
      clear: async () => { this.done.push('cleared'); },
      ...this.changes,
    };
  }

  public async close(): Promise<void> {
    this.done.push('closed');
  }
}

async function engineOf(tier: SpawnedTier): Promise<SpawnedEngine> {
  const setup = await testSetup();
  return new SpawnedEngine(tierReport('none', setup), setup, tier);
}

it('clears what was planned for a session that cannot be started', async () => {
  const relay = new Socket();
  // A string that no program can be given.
  const tier = new NotingTier({ command: ['true', '\0'], relay });
  await expect((await engineOf(tier)).open({ networkMode: 'SANDBOX' })).rejects.toThrow('null bytes');
  expect([tier.done, relay.destroyed]).toEqual([['cleared'], true]);
});

it('starts no session of an engine that was closed while it was planned', async () => {
  let goOn = (): void => undefined;
  const tier = new NotingTier({}, () => new Promise((resolve) => { goOn = resolve; }));
  const engine = await engineOf(tier);
  const opening = expect(engine.open({ networkMode: 'SANDBOX' })).rejects.toThrow('closed meanwhile');
  await engine.close();
  goOn();
  await opening;
  expect(tier.done).toEqual(['closed', 'cleared']);
});

it('closes the tier and the other sessions when one cannot be cleared, and says so', { timeout: 60_000 }, async () => {
  let cleared = 0;
  const tier = new NotingTier({ clear: async () => { if (++cleared === 1) { throw new Error('stays behind'); } } });
  const engine = await engineOf(tier);
  const [one, two] = [await engine.open({ networkMode: 'SANDBOX' }), await engine.open({ networkMode: 'SANDBOX' })];
  await expect(engine.close()).rejects.toThrow('stays behind');
  await Promise.all([one.ended, two.ended]);
  expect([cleared, tier.done]).toEqual([2, ['closed']]);
});
