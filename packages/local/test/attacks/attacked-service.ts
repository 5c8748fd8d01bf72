import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { ApiSession } from './api-session.js';
import { HostState } from './host-state.js';
import { limitThisProcess } from './outer-limits.js';
import { LocalService, LocalServiceOptions, startLocalService } from '../../src/index.js';
import { Limits } from '../../src/sandbox/sandbox.js';

/** Small, so that running into them is quick and harmless. */
export const LIMITS: Limits = {
  cpus: 1,
  memoryBytes: 256 * 2 ** 20,
  diskBytes: 16 * 2 ** 20,
  files: 500,
  processes: 32,
  outputBytes: 2 ** 16,
  callSeconds: 3,
  taskSeconds: 30,
};

const MILLISECONDS_TO_ANSWER = 2000;
const MILLISECONDS_BETWEEN_QUESTIONS = 50;

/** A service with a session that attacks, and one that must not notice. */
export class AttackedService {
  public static async start(options: LocalServiceOptions = {}): Promise<AttackedService> {
    if (process.getuid?.() === 0) { limitThisProcess(); }
    const host = new HostState();
    // One that an ordinary user can reach, too.
    const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : undefined;
    const service = await startLocalService({
      tier: 'namespaces',
      python,
      preload: [],
      pool: 0,
      page: false,
      onWarning: () => undefined,
      ...options,
      limits: { ...LIMITS, ...options.limits },
    });
    const [attacker, neighbour] = await Promise.all([ApiSession.start(service.url), ApiSession.start(service.url)]);
    await neighbour.python('kept = 41');
    return new AttackedService(service, attacker, neighbour, host);
  }

  private readonly waits: number[] = [];

  private constructor(
    public readonly service: LocalService,
    public attacker: ApiSession,
    public readonly neighbour: ApiSession,
    private readonly host: HostState,
  ) {}

  /** What the attack comes to. While it lasts, and after, the other session has to answer, right and in time. */
  public async during<Result>(attack: Promise<Result>): Promise<Result> {
    let over = false;
    const end = (): void => { over = true; };
    attack.then(end, end);
    do {
      await this.askNeighbour();
      await sleep(MILLISECONDS_BETWEEN_QUESTIONS);
    } while (!over);
    this.host.watchProcesses();
    await this.askNeighbour();
    return attack;
  }

  /** In a session of its own, which is stopped at the end. */
  public async inAnother<Result>(attack: (session: ApiSession) => Promise<Result>): Promise<Result> {
    const session = await ApiSession.start(this.service.url);
    const result = await this.during(attack(session));
    expect(await session.stop()).toBe(200);
    return result;
  }

  /** The session that attacked works as before. */
  public async attackerAnswers(): Promise<void> {
    expect(await this.attacker.python('print(6 * 7)')).toMatchObject({ stdout: expect.stringMatching(/42$/), exitCode: 0 });
    expect(await this.attacker.command('echo well')).toMatchObject({ stdout: 'well', exitCode: 0 });
  }

  /** The longest that the other session took to answer, in milliseconds. */
  public get longestWait(): number {
    return Math.round(Math.max(...this.waits));
  }

  public async close(): Promise<void> {
    this.host.watchProcesses();
    await this.service.close();
    await this.host.restored();
  }

  private async askNeighbour(): Promise<void> {
    const asked = performance.now();
    const { status, stdout } = await this.neighbour.tool(
      'executeCode', { code: 'print(kept + 1)', language: 'python' }, AbortSignal.timeout(MILLISECONDS_TO_ANSWER),
    );
    this.waits.push(performance.now() - asked);
    expect({ status, stdout }).toEqual({ status: 200, stdout: '42' });
  }
}
