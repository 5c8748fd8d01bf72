import {
  BedrockAgentCoreClient, BedrockAgentCoreClientConfig, CodeInterpreterResult, InvokeCodeInterpreterCommand,
  InvokeCodeInterpreterCommandInput,
  StartCodeInterpreterSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { SYSTEM } from './service-for-clients.js';

type Tool = InvokeCodeInterpreterCommandInput['name'];
type Arguments = InvokeCodeInterpreterCommandInput['arguments'];

export const CONNECTION = { region: 'us-west-2', credentials: { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'secret' } };

export function clientOf(endpoint: string, options: BedrockAgentCoreClientConfig = {}): BedrockAgentCoreClient {
  return new BedrockAgentCoreClient({ endpoint, ...CONNECTION, ...options });
}

/** A session, seen by the AWS SDK for JavaScript. */
export class JavaScriptSession {
  public static async start(client: BedrockAgentCoreClient, identifier = SYSTEM): Promise<JavaScriptSession> {
    const { sessionId = '' } = await client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier: identifier }));
    return new JavaScriptSession(client, identifier, sessionId);
  }

  public constructor(public readonly client: BedrockAgentCoreClient, public readonly identifier: string, public readonly id: string) {}

  /** The only result of a call. */
  public async invoke(name: Tool, given?: Arguments, abortSignal?: AbortSignal): Promise<CodeInterpreterResult> {
    const command = new InvokeCodeInterpreterCommand({
      codeInterpreterIdentifier: this.identifier, sessionId: this.id, name, arguments: given,
    });
    return onlyResult((await this.client.send(command, { abortSignal })).stream);
  }

  /** What a call shows to those who read text only. */
  public async text(name: Tool, given?: Arguments): Promise<string | undefined> {
    return (await this.invoke(name, given)).content?.[0]?.text;
  }
}

async function onlyResult(stream: AsyncIterable<{ readonly result?: CodeInterpreterResult }> | undefined): Promise<CodeInterpreterResult> {
  const results: CodeInterpreterResult[] = [];
  for await (const { result } of stream ?? []) { if (result) { results.push(result); } }
  const [only] = results;
  if (!only || results.length > 1) { throw new Error(`${results.length} results in one answer`); }
  return only;
}
