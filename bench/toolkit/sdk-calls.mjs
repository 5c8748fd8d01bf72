import {
  InvokeCodeInterpreterCommand, ListCodeInterpreterSessionsCommand, StartCodeInterpreterSessionCommand, StopCodeInterpreterSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';

const codeInterpreterIdentifier = 'aws.codeinterpreter.v1';

/** What one writes without the toolkit: the commands of the AWS SDK, the stream read to its end. */
export function sdkCalls(client) {
  return {
    start: async (name) => {
      const input = { codeInterpreterIdentifier, name, sessionTimeoutSeconds: 900 };
      return (await client.send(new StartCodeInterpreterSessionCommand(input))).sessionId;
    },
    stop: (sessionId) => client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier, sessionId })),
    execute: async (sessionId, code) => {
      const { stream } = await client.send(new InvokeCodeInterpreterCommand({
        codeInterpreterIdentifier, sessionId, name: 'executeCode', arguments: { code, language: 'python', clearContext: false },
      }));
      const texts = [];
      for await (const { result } of stream) {
        if (result?.isError !== false) { throw new Error(`executeCode was answered ${JSON.stringify(result)}`); }
        texts.push(...result.content.map(({ text }) => text));
      }
      return texts.join('\n');
    },
    /** How many sessions have not been stopped; up to 100. */
    ready: async () => {
      const input = { codeInterpreterIdentifier, status: 'READY', maxResults: 100 };
      return (await client.send(new ListCodeInterpreterSessionsCommand(input))).items.length;
    },
  };
}
