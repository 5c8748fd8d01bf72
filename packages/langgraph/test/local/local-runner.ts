import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { LocalService, SessionEvent, startLocalService } from 'agentcore-code-interpreter-local';
import { afterAll, onTestFinished } from 'vitest';
import { CodeInterpreterOptions, ToolOutcome, ToolRunner } from '../../src/core.js';

/** The local service with real sandboxes, for all tests of a file. */
export class LocalServiceOfTests {
  public static async start(): Promise<LocalServiceOfTests> {
    const events: SessionEvent[] = [];
    const waiting = new Set<() => void>();
    const service = await startLocalService({
      page: false,
      pool: 1,
      region: 'us-west-2',
      onWarning: () => undefined,
      observer: { onSession: (event) => { events.push(event); for (const look of waiting) { look(); } } },
    });
    afterAll(() => service.close());
    return new LocalServiceOfTests(service, events, waiting);
  }

  private constructor(
    public readonly service: LocalService, private readonly events: readonly SessionEvent[], private readonly waiting: Set<() => void>,
  ) {}

  public client(): BedrockAgentCoreClient {
    const client = new BedrockAgentCoreClient({
      endpoint: this.service.url, region: 'us-west-2', credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    onTestFinished(() => client.destroy());
    return client;
  }

  /** All of its sessions are stopped with the test. */
  public runner(options: CodeInterpreterOptions = {}): ToolRunner {
    const runner = new ToolRunner({ client: this.client(), ...options });
    onTestFinished(() => runner.cleanup());
    return runner;
  }

  /** Settles when the service says that something happened to a session, also if it has said so before. */
  public async happened(sessionId: string | undefined, change: SessionEvent['change']): Promise<void> {
    const isThere = (): boolean => this.changes(sessionId).includes(change);
    if (isThere()) { return; }
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!isThere()) { return; }
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
    });
  }

  /** What the service says that happened to a session. */
  public changes(sessionId: string | undefined): readonly SessionEvent['change'][] {
    return this.events.filter((event) => event.sessionId === sessionId).map(({ change }) => change);
  }
}

/** Asks for a task until it is as the test wants it. */
export async function taskUntil(
  runner: ToolRunner, taskId: string | undefined, done: (outcome: ToolOutcome) => boolean,
): Promise<ToolOutcome> {
  for (;;) {
    const outcome = await runner.run('get_task', { task_id: taskId });
    if (done(outcome)) { return outcome; }
  }
}
