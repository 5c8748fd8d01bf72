import {
  BedrockAgentCoreClient, CodeInterpreterResult, InvokeCodeInterpreterCommand, InvokeCodeInterpreterCommandInput,
} from '@aws-sdk/client-bedrock-agentcore';
import { withoutSdkRetries } from './without-sdk-retries.js';
import { unlessAborted } from '../errors/abort-error.js';

/** Sends an invocation once, and tells of each result until its stream ends. Rejects with what the SDK throws, or an AbortError. */
export async function invoke(
  client: BedrockAgentCoreClient,
  input: InvokeCodeInterpreterCommandInput,
  signal: AbortSignal | undefined,
  onResult: (result: CodeInterpreterResult) => void,
): Promise<void> {
  const command = withoutSdkRetries(new InvokeCodeInterpreterCommand(input));
  const answered = async (): Promise<void> => {
    const { stream } = await client.send(command, { abortSignal: signal });
    for await (const { result } of stream ?? []) {
      if (result) { onResult(result); }
    }
  };
  await unlessAborted(answered(), signal);
}
