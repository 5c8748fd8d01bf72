import { BedrockAgentCoreClient, GetCodeInterpreterSessionCommand } from '@aws-sdk/client-bedrock-agentcore';

/** READY or TERMINATED, asked of the service that the environment names. */
export async function sessionStatus(sessionId: string): Promise<string | undefined> {
  const client = new BedrockAgentCoreClient({});
  try {
    return (await client.send(new GetCodeInterpreterSessionCommand({ codeInterpreterIdentifier: 'aws.codeinterpreter.v1', sessionId }))).status;
  } finally {
    client.destroy();
  }
}
