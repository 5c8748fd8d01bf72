import {
  BedrockAgentCoreClient, InvokeCodeInterpreterCommand, StartCodeInterpreterSessionCommand, StopCodeInterpreterSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';

const codeInterpreterIdentifier = 'aws.codeinterpreter.v1';

/** The same operations as the plain client's, by the AWS SDK. */
export function sdkClient(endpoint) {
  const client = new BedrockAgentCoreClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  return {
    start: async () => (await client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier }))).sessionId,
    stop: (sessionId) => client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier, sessionId })),
    invoke: async (sessionId, name, args) => {
      const { stream } = await client.send(new InvokeCodeInterpreterCommand({ codeInterpreterIdentifier, sessionId, name, arguments: args }));
      for await (const { result } of stream) {
        if (result?.isError !== false) { throw new Error(`${name} ${JSON.stringify(args)} was answered ${JSON.stringify(result)}`); }
      }
    },
  };
}
