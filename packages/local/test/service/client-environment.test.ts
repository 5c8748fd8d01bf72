import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Assembly } from '../../src/assembly/assembly.js';
import { agentEnvironments, clientEnvironment } from '../../src/service/client-environment.js';

const home = mkdtempSync(join(tmpdir(), 'acl-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const options = { url: 'http://127.0.0.1:8787', region: 'eu-west-1', accountId: '123456789012', environment: { HOME: home } };

function assembly(agents: Record<string, string>[], ids: string[]): Assembly {
  return {
    agents: agents.map((variables, index) => ({
      name: `agent${index}`,
      stack: 'Box',
      variables: Object.fromEntries(Object.entries(variables).map(([name, interpreterId]) => [name, { kind: name.endsWith('ARN') ? 'arn' : 'id', interpreterId }])),
    })),
    interpreters: ids.map((id) => ({ id, name: 'box', networkMode: 'SANDBOX', tags: {}, stack: 'Box', logicalId: id })),
    notes: [],
  };
}

test('every SDK\'s own variable', () => {
  expect(clientEnvironment(options)).toEqual({
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: options.url,
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: options.url,
    BEDROCK_AGENTCORE_DP_ENDPOINT: options.url,
    BEDROCK_AGENTCORE_CP_ENDPOINT: options.url,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});

test('a token is the access key, whatever else there is', () => {
  expect(clientEnvironment({ ...options, token: 'secret', environment: { HOME: home, AWS_ACCESS_KEY_ID: 'AKIA' } })).toMatchObject({ AWS_ACCESS_KEY_ID: 'secret' });
});

describe('credentials that are there are not hidden', () => {
  test.each(['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'])('%s', (name) => {
    expect(clientEnvironment({ ...options, environment: { HOME: home, [name]: 'x' } })).not.toHaveProperty('AWS_ACCESS_KEY_ID');
    expect(clientEnvironment({ ...options, environment: { HOME: home, [name]: '' } })).toHaveProperty('AWS_ACCESS_KEY_ID');
  });

  test('in files', () => {
    const configured = join(home, 'configured');
    mkdirSync(join(configured, '.aws'), { recursive: true });
    const file = join(configured, '.aws/config');
    writeFileSync(file, '[default]\nregion = eu-west-1\n# role_arn = none\n');
    expect(clientEnvironment({ ...options, environment: { HOME: configured } })).toHaveProperty('AWS_ACCESS_KEY_ID');
    writeFileSync(file, '[default]\nregion = eu-west-1\nsso_session = company\n');
    expect(clientEnvironment({ ...options, environment: { HOME: configured } })).not.toHaveProperty('AWS_ACCESS_KEY_ID');
    expect(clientEnvironment({ ...options, environment: { HOME: home, AWS_SHARED_CREDENTIALS_FILE: file } })).not.toHaveProperty('AWS_ACCESS_KEY_ID');
  });
});

describe('the interpreter of an assembly', () => {
  const variables = (given: Assembly) => {
    const { CUSTOM_INTERPRETER_ID, ANALYZER_ID } = clientEnvironment({ ...options, assembly: given });
    return { CUSTOM_INTERPRETER_ID, ANALYZER_ID };
  };

  test('all variables of the only agent', () => {
    expect(variables(assembly([{ CUSTOM_INTERPRETER_ID: 'a', ANALYZER_ID: 'b' }], ['a', 'b']))).toEqual({ CUSTOM_INTERPRETER_ID: 'a', ANALYZER_ID: 'b' });
  });

  test('of several agents, those on which they agree', () => {
    expect(variables(assembly([{ CUSTOM_INTERPRETER_ID: 'a' }, { CUSTOM_INTERPRETER_ID: 'b', ANALYZER_ID: 'c' }], ['a', 'b', 'c']))).toEqual({ ANALYZER_ID: 'c' });
    expect(variables(assembly([{ CUSTOM_INTERPRETER_ID: 'a' }, { CUSTOM_INTERPRETER_ID: 'a' }], ['a']))).toEqual({ CUSTOM_INTERPRETER_ID: 'a' });
  });

  test('without agents, the only interpreter', () => {
    expect(variables(assembly([], ['a']))).toEqual({ CUSTOM_INTERPRETER_ID: 'a' });
    expect(variables(assembly([], ['a', 'b']))).toEqual({});
  });

  test('by its ARN where the agent wants one', () => {
    expect(agentEnvironments(assembly([{ BOX_ARN: 'box-0123456789' }], []), options)).toEqual([{
      agent: 'agent0 (Box)', variables: { BOX_ARN: 'arn:aws:bedrock-agentcore:eu-west-1:123456789012:code-interpreter-custom/box-0123456789' },
    }]);
  });
});
