import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BedrockRuntimeClient, ConverseCommandInput, Message, ToolConfiguration } from '@aws-sdk/client-bedrock-runtime';
import { afterAll } from 'vitest';
import { ScriptedModel, ScriptedModelOptions, startScriptedModel } from '../../src/model/index.js';

/** An inference profile, as agents name models. */
export const MODEL_ID = 'us.anthropic.claude-sonnet-4-20250514-v1:0';

/** The scripted model for all tests of a file, which find it by their environment only. */
export async function startForModelClients(options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
  const model = await startScriptedModel(options);
  afterAll(() => model.close());
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) { delete process.env[name]; }
  }
  process.env.AWS_SHARED_CREDENTIALS_FILE = process.env.AWS_CONFIG_FILE = join(tmpdir(), 'no-such-aws-folder', 'file');
  Object.assign(process.env, model.environment, CLIENT_SETTINGS);
  return model;
}

/** What the scripted model leaves to the client. */
export const CLIENT_SETTINGS = { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

export function bedrockClient(): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({});
  afterAll(() => client.destroy());
  return client;
}

/** Of a tool that runs code. */
export const CODE_TOOL: ToolConfiguration = {
  tools: [{
    toolSpec: {
      name: 'execute_code',
      description: 'Runs code.',
      inputSchema: { json: { type: 'object', properties: { code: { type: 'string' }, language: { type: 'string' } }, required: ['code'] } },
    },
  }],
};

/** A request that asks one thing. */
export function prompt(text: string): ConverseCommandInput {
  return { modelId: MODEL_ID, messages: [user(text)], toolConfig: CODE_TOOL };
}

export function user(text: string): Message {
  return { role: 'user', content: [{ text }] };
}
