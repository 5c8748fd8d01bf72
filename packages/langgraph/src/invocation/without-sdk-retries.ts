import { InvokeCodeInterpreterCommand } from '@aws-sdk/client-bedrock-agentcore';

/**
 * An invocation has no client token, so a repeated one can run code twice. The SDK's middleware that repeats is replaced on
 * the command by one that does not, since the client may be the caller's.
 */
export function withoutSdkRetries(command: InvokeCodeInterpreterCommand): InvokeCodeInterpreterCommand {
  command.middlewareStack.add((next) => (given) => next(given), {
    name: 'retryMiddleware', tags: ['RETRY'], step: 'finalizeRequest', priority: 'high', override: true,
  });
  return command;
}
