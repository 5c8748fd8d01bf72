import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { agentVariables } from '../../src/dev/agent-variables.js';
import { startScriptedModel } from '../../src/model/index.js';

const CONVERSE = `
import boto3
client = boto3.client("bedrock-runtime", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
print(client.converse(modelId="m", messages=[{"role": "user", "content": [{"text": "hello"}]}])["output"]["message"]["content"][0]["text"])
`;

test.each([
  ['ignores endpoints in variables', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }],
  // Nothing listens on the port 9.
  ['has a proxy', { HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' }],
])('boto3 calls the scripted model although the shell %s', async (_, settings) => {
  await using model = await startScriptedModel();
  const shell = { ...process.env, ...settings, no_proxy: '', NO_PROXY: '' };
  const variables = agentVariables({ template: {}, given: model.environment, shell, port: 1 });
  const { stdout } = await promisify(execFile)(process.env.AGENTCORE_LOCAL_PYTHON ?? 'python3', ['-c', CONVERSE], { env: { ...shell, ...variables } });
  expect(stdout).toContain('I am a scripted stand-in for a model.');
});

test('exceptions from a proxy are kept, and none are made without one', () => {
  const of = (shell: Record<string, string>): string | undefined => agentVariables({ template: {}, given: {}, shell, port: 1 }).NO_PROXY;
  expect(of({ https_proxy: 'http://p', NO_PROXY: 'a.example' })).toBe('a.example,127.0.0.1,localhost,::1');
  expect(of({ NO_PROXY: 'a.example' })).toBeUndefined();
});
