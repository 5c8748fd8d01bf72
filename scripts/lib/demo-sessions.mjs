import {
  BedrockAgentCoreClient, InvokeCodeInterpreterCommand, ListCodeInterpreterSessionsCommand,
} from '@aws-sdk/client-bedrock-agentcore';

/** The sessions of the agent, seen by another client of the service: the SDK of AWS, without the toolkit. */
export class Sessions {
  #client;

  constructor(endpoint, region) {
    this.#client = new BedrockAgentCoreClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  }

  /** Ids of those that are still alive. */
  async ready(codeInterpreterIdentifier) {
    const ids = [];
    let nextToken;
    do {
      const page = await this.#client.send(new ListCodeInterpreterSessionsCommand({
        codeInterpreterIdentifier, status: 'READY', nextToken,
      }));
      ids.push(...page.items.map(({ sessionId }) => sessionId));
      nextToken = page.nextToken;
    } while (nextToken);
    return ids;
  }

  /** The texts of the CSV files in the working directory of a session. */
  async csvFiles(session) {
    const { content } = await this.#invoke(session, 'listFiles', { directoryPath: '' });
    const paths = content.map(({ name }) => name).filter((name) => name?.toLowerCase().endsWith('.csv'));
    if (paths.length === 0) { return []; }
    const read = await this.#invoke(session, 'readFiles', { paths });
    return read.content.map(({ resource }) => resource?.text ?? '');
  }

  async taskStatus(session, taskId) {
    return (await this.#invoke(session, 'getTask', { taskId })).structuredContent?.taskStatus;
  }

  close() {
    this.#client.destroy();
  }

  async #invoke(session, name, args) {
    const answer = await this.#client.send(new InvokeCodeInterpreterCommand({ ...session, name, arguments: args }));
    let result;
    for await (const event of answer.stream) {
      const [exception] = Object.values(event).filter((value) => value instanceof Error);
      if (exception) { throw exception; }
      result = event.result ?? result;
    }
    if (!result || result.isError) { throw new Error(`${name} failed: ${JSON.stringify(result?.content ?? 'no result')}`); }
    return result;
  }
}
