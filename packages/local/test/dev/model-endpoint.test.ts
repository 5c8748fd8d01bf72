import { expect, onTestFinished, test } from 'vitest';
import { ModelEndpoint, modelEndpoint } from '../../src/dev/model-endpoint.js';

/** Without the files of whoever runs this. */
async function endpoint(scripted: boolean, environment: Readonly<Record<string, string>>): Promise<ModelEndpoint> {
  const found = await modelEndpoint(scripted, { HOME: '/nonexistent', ...environment });
  onTestFinished(() => found.close());
  return found;
}

const BEDROCK = 'calls of a model go to Amazon Bedrock with your credentials, and cost what they cost there; --scripted has a stand-in answer';

test.each(['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_BEARER_TOKEN_BEDROCK'])('calls of a model go to Bedrock with %s', async (name) => {
  expect(await endpoint(false, { [name]: 'mine' })).toMatchObject({ title: BEDROCK, environment: {} });
});

test.each([
  [{ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://a', AWS_ENDPOINT_URL: 'http://b' }, 'http://a, as AWS_ENDPOINT_URL_BEDROCK_RUNTIME says'],
  [{ AWS_ENDPOINT_URL: 'http://b', AWS_ACCESS_KEY_ID: 'mine' }, 'http://b, as AWS_ENDPOINT_URL says'],
])('or where the developer sends them: %j', async (environment, where) => {
  expect(await endpoint(false, environment)).toMatchObject({ title: `calls of a model go to ${where}`, environment: {} });
});

test.each([
  [false, {}, 'there are no AWS credentials'],
  [true, { AWS_ACCESS_KEY_ID: 'mine', AWS_BEARER_TOKEN_BEDROCK: 'mine' }, 'as --scripted says'],
  [true, { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://a', AWS_ENDPOINT_URL: 'http://b' }, 'as --scripted says'],
])('or to a stand-in, and that is said: scripted %j with %j', async (scripted, environment, why) => {
  const { title, environment: variables } = await endpoint(scripted, environment);
  const url = variables.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(title).toBe(`a SCRIPTED stand-in answers calls of a model, at ${url}: ${why}. It knows a few prompts only; ask it anything to hear which`);
});
