import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { freePort, ProjectAgent } from './agent-project.js';
import { DeveloperLoop, DeveloperLoopOptions } from '../../src/dev/developer-loop.js';

const FIXTURE = fileURLToPath(new URL('fixtures/app.cjs', import.meta.url));

/** Source of a CDK app with these agents, for the CLI to run. */
export function appWith(project: string, agents: readonly ProjectAgent[], ...interpreters: readonly string[]): string {
  const given = agents.map(({ folder, ...agent }) => ({ ...agent, directory: join(project, folder) }));
  return `process.argv.splice(2, process.argv.length, '-', ${JSON.stringify(JSON.stringify(given))}, ...${JSON.stringify(interpreters)});\nrequire(${JSON.stringify(FIXTURE)});\n`;
}

/** Writes a file of a project, as an editor does. */
export function edit(project: string, file: string, content: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), content);
}

/** The loop, for the time of a test, and what it says. */
export class RunningLoop {
  public static async start(project: string, options: Partial<DeveloperLoopOptions> = {}): Promise<RunningLoop> {
    const running = new RunningLoop();
    running.loop = await DeveloperLoop.start({
      project,
      port: await freePort(),
      docker: false,
      // Without pandas: it is not what is tested, and takes a second to import.
      service: { pool: 0, preload: ['sys'], onWarning: () => undefined },
      say: (topic, text) => running.add(`${topic}: ${text}`),
      onOutput: (topic, line) => running.add(`${topic}| ${line}`),
      ...options,
    });
    onTestFinished(() => running.loop?.close());
    return running;
  }

  public readonly said: string[] = [];
  private loop?: DeveloperLoop;
  private read = 0;
  private wake = (): void => undefined;

  public get running(): DeveloperLoop {
    if (!this.loop) { throw new Error('it has not started'); }
    return this.loop;
  }

  /** The next line with this in it, of those that were not waited for yet. */
  public async next(pattern: RegExp): Promise<string> {
    for (;;) {
      for (; this.read < this.said.length;) {
        const line = this.said[this.read++] ?? '';
        if (pattern.test(line)) { return line; }
      }
      await new Promise<void>((resolve) => { this.wake = resolve; });
    }
  }

  /** What the agent answers. */
  public async ask(prompt = ''): Promise<unknown> {
    return (await this.running.agent?.invoke({ prompt }))?.body;
  }

  private add(line: string): void {
    this.said.push(line);
    this.wake();
  }
}
