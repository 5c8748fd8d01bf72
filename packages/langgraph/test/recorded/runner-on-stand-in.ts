import { onTestFinished } from 'vitest';
import { StandInService } from './stand-in-service.js';
import { CodeInterpreterOptions, CodeInterpreterProgress, ToolRunner } from '../../src/core.js';

export interface RunnerOnStandIn {
  readonly service: StandInService;
  readonly runner: ToolRunner;
  readonly warnings: readonly string[];
}

/** Both end with the test. */
export async function runnerOnStandIn(options: CodeInterpreterOptions = {}): Promise<RunnerOnStandIn> {
  const service = await StandInService.start();
  const warnings: string[] = [];
  const client = service.client();
  const runner = new ToolRunner({ client, onWarning: (message) => { warnings.push(message); }, ...options });
  onTestFinished(async () => {
    await service[Symbol.asyncDispose]();
    client.destroy();
  });
  return { service, runner, warnings };
}

/** Collects progress; `events` has the names in order. */
export class ProgressLog {
  public readonly all: CodeInterpreterProgress[] = [];
  public readonly onProgress = (progress: CodeInterpreterProgress): void => { this.all.push(progress); };

  public get events(): readonly string[] {
    return this.all.map(({ event }) => event);
  }
}
