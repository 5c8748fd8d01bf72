import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { CodeInterpreterOptions } from '../options.js';

interface MadeClient {
  readonly client: BedrockAgentCoreClient;
  users: number;
  givenUp: boolean;
}

/** As many as an account has sessions. With the SDK's 50, a cleanup would wait for calls that take their 15 minutes. */
const MOST_SOCKETS = 1_000;

/** The client of the options, or one that is made when it is first needed, and again after it was given up. */
export class ClientHolder {
  private made: MadeClient | undefined;

  public constructor(private readonly options: Pick<CodeInterpreterOptions, 'client' | 'region'>, private readonly maxAttempts: number) {}

  /** Whatever is done with the client has to be done when the promise settles. */
  public async use<Value>(work: (client: BedrockAgentCoreClient) => Promise<Value>): Promise<Value> {
    if (this.options.client) { return work(this.options.client); }
    const made = this.made ??= this.make();
    made.users += 1;
    try {
      return await work(made.client);
    } finally {
      made.users -= 1;
      if (made.givenUp && made.users === 0) { made.client.destroy(); }
    }
  }

  /** Destroys the client as soon as nothing uses it, if it is not the caller's. */
  public giveUp(): void {
    const { made } = this;
    this.made = undefined;
    if (!made) { return; }
    made.givenUp = true;
    if (made.users === 0) { made.client.destroy(); }
  }

  private make(): MadeClient {
    const { region } = this.options;
    const client = new BedrockAgentCoreClient({
      ...(region !== undefined && { region }),
      maxAttempts: this.maxAttempts,
      requestHandler: { httpAgent: { maxSockets: MOST_SOCKETS }, httpsAgent: { maxSockets: MOST_SOCKETS } },
    });
    return { client, users: 0, givenUp: false };
  }
}
