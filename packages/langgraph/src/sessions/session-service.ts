import { randomBytes } from 'node:crypto';
import { StartCodeInterpreterSessionCommand, StopCodeInterpreterSessionCommand } from '@aws-sdk/client-bedrock-agentcore';
import { ClientHolder } from '../client/client-holder.js';
import { CodeInterpreterToolError } from '../errors/code-interpreter-tool-error.js';
import { serviceProblem, toolError } from '../errors/service-problem.js';
import { Settings } from '../settings.js';
import { Expiry } from './session.js';

export interface StartedSession {
  readonly id: string;
  readonly expiry: Expiry;
  readonly startSeconds: number;
}

/** Starts and stops sessions. Both have a client token, so the SDK may repeat them as it likes. */
export class SessionService {
  public constructor(private readonly client: ClientHolder, private readonly settings: Settings) {}

  /** @throws CodeInterpreterToolError */
  public async start(): Promise<StartedSession> {
    const {
      codeInterpreterIdentifier, sessionTimeoutSeconds, sessionName, certificates, filesystemConfigurations,
    } = this.settings;
    const sentAt = performance.now();
    try {
      const { sessionId } = await this.client.use((client) => client.send(new StartCodeInterpreterSessionCommand({
        codeInterpreterIdentifier,
        name: sessionName ?? `code-session-${randomBytes(4).toString('hex')}`,
        sessionTimeoutSeconds,
        ...(certificates && { certificates }),
        ...(filesystemConfigurations && { filesystemConfigurations }),
      })));
      if (sessionId === undefined) { throw new Error('the answer has no sessionId'); }
      const answeredAt = performance.now();
      const lasts = sessionTimeoutSeconds * 1000;
      return {
        id: sessionId,
        expiry: { earliest: sentAt + lasts, latest: answeredAt + lasts },
        startSeconds: (answeredAt - sentAt) / 1000,
      };
    } catch (error) {
      throw this.startError(error);
    }
  }

  /** Also fine for a session that has ended already. */
  public async stop(sessionId: string): Promise<void> {
    const { codeInterpreterIdentifier } = this.settings;
    try {
      await this.client.use((client) => client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier, sessionId })));
    } catch (error) {
      if (serviceProblem(error) !== 'not-found') { throw error; }
    }
  }

  private startError(error: unknown): CodeInterpreterToolError {
    const { codeInterpreterIdentifier } = this.settings;
    const doing = `starting a session of ${codeInterpreterIdentifier}`;
    const message = error instanceof Error ? error.message : String(error);
    switch (serviceProblem(error)) {
      case 'not-found': return new CodeInterpreterToolError('InterpreterNotFound',
        `${doing} failed: ${message} Check codeInterpreterIdentifier, CUSTOM_INTERPRETER_ID and the region.`, { cause: error });
      case 'validation': return new CodeInterpreterToolError('InvalidOptions',
        `${doing} failed: ${message} Check the options that the session is started with.`, { cause: error });
      default: return toolError(error, doing);
    }
  }
}
