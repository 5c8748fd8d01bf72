import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';

/** What SDKs sign with, where nobody checks it. */
const NO_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
/** Its warning of versions of Node that it will not support some day would be put into the progress line. */
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/**
 * The variables that give the agent its model, what to call it, and what ends it. Without an id a scripted one, which
 * plays `conversations`.
 */
export async function startModel(modelId, conversations) {
  if (modelId !== undefined) {
    return { title: `${modelId} of Amazon Bedrock`, scripted: false, environment: { MODEL_ID: modelId }, close: async () => {} };
  }
  const { startScriptedModel } = await import('agentcore-code-interpreter-local/model');
  const { url, environment, close } = await startScriptedModel({ conversations });
  return {
    title: `scripted, at ${url}: it plays conversations and understands nothing`,
    scripted: true,
    environment: { ...NO_CREDENTIALS, ...environment },
    close,
  };
}

/**
 * Without a model of Bedrock nothing of the caller's account is needed, and nothing of it should matter.
 *
 * @throws Error if there is to be one, and there are no credentials
 */
export async function prepareCredentials(modelId, signal) {
  if (modelId === undefined) {
    for (const name of Object.keys(process.env).filter((one) => one.startsWith('AWS_'))) { delete process.env[name]; }
    Object.assign(process.env, NO_CREDENTIALS, QUIET);
    return 'none needed';
  }
  Object.assign(process.env, QUIET);
  const client = new BedrockAgentCoreClient({ region: process.env.AWS_REGION ?? 'us-east-1' });
  try {
    const { accessKeyId } = await client.config.credentials();
    signal.throwIfAborted();
    return `found, of access key ${accessKeyId.slice(0, 4)}…`;
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`--model ${modelId} needs AWS credentials, and none were found (${error.message}): `
      + 'sign in with `aws sso login` or `aws configure`, or leave --model out for the scripted model');
  } finally {
    client.destroy();
  }
}
