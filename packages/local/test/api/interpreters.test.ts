import { describe, expect, test } from 'vitest';
import { LocalApi, SYSTEM } from './local-api.js';

const SANDBOX = { networkConfiguration: { networkMode: 'SANDBOX' } };
const SYSTEM_ARN = `arn:aws:bedrock-agentcore:us-east-1:aws:code-interpreter/${SYSTEM}`;
const VPC = { securityGroups: ['sg-12345678'], subnets: ['subnet-12345678'] };
const DATE = expect.stringMatching(/^\d{4}-.*Z$/) as string;

async function create(api: LocalApi, body: object = {}): Promise<string> {
  const { status, json } = await api.send('PUT', '/code-interpreters', { name: 'mine', ...SANDBOX, ...body });
  if (status !== 202) {
    throw new Error(`${status} ${JSON.stringify(json)}`);
  }
  return String(json.codeInterpreterId);
}

describe('CreateCodeInterpreter', () => {
  test('answers 202 with an id of the name and ten characters, and its ARN', async () => {
    const { status, json } = await new LocalApi({ region: 'eu-west-1', accountId: '123456789012' }).send('PUT', '/code-interpreters', {
      name: 'mine',
      ...SANDBOX,
    });
    expect(status).toBe(202);
    expect(json).toEqual({
      codeInterpreterId: expect.stringMatching(/^mine-[a-zA-Z0-9]{10}$/) as string,
      codeInterpreterArn: `arn:aws:bedrock-agentcore:eu-west-1:123456789012:code-interpreter-custom/${String(json.codeInterpreterId)}`,
      createdAt: DATE,
      status: 'CREATING',
    });
  });

  test.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['us-west-2', 'aws'],
  ])('in %s the partition is %s', async (region, partition) => {
    const api = new LocalApi({ region });
    expect((await api.send('GET', `/code-interpreters/${SYSTEM}`)).json.codeInterpreterArn).toBe(
      SYSTEM_ARN.replace('us-east-1', region).replace('arn:aws:', `arn:${partition}:`),
    );
  });

  test.each([
    [{ name: 'a' }],
    [{ name: `a${'_'.repeat(47)}` }],
    [{ description: 'd' }],
    [{ description: 'd'.repeat(4096) }],
    [{ executionRoleArn: 'arn:aws:iam::123456789012:role/x' }],
    [{ tags: {} }],
    [
      {
        tags: Object.fromEntries([
          ['k'.repeat(128), 'v'.repeat(256)],
          ['a b._:/=+@-', ''],
        ]),
      },
    ],
    [{ tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v'])) }],
    [{ networkConfiguration: { networkMode: 'PUBLIC' } }],
    [{ networkConfiguration: { networkMode: 'VPC', vpcConfig: VPC } }],
    [
      {
        networkConfiguration: {
          networkMode: 'VPC',
          vpcConfig: { ...VPC, subnets: Array.from({ length: 16 }, () => 'subnet-12345678901234567'), requireServiceS3Endpoint: true },
        },
      },
    ],
  ])('accepts %j', async (body) => {
    const api = new LocalApi();
    await create(api, body);
  });

  test.each([
    [{ name: undefined }, 'name'],
    [{ name: '' }, 'name'],
    [{ name: '1a' }, 'name'],
    [{ name: 'a-b' }, 'name'],
    [{ name: `a${'_'.repeat(48)}` }, 'name'],
    [{ name: 'a\n' }, 'name'],
    [{ networkConfiguration: undefined }, 'networkConfiguration'],
    [{ networkConfiguration: {} }, 'networkConfiguration.networkMode'],
    [{ networkConfiguration: { networkMode: 'NONE' } }, 'networkConfiguration.networkMode'],
    [{ networkConfiguration: { networkMode: 'VPC' } }, 'networkConfiguration.vpcConfig'],
    [{ networkConfiguration: { networkMode: 'PUBLIC', vpcConfig: VPC } }, 'networkConfiguration.vpcConfig'],
    [{ networkConfiguration: { networkMode: 'VPC', vpcConfig: { ...VPC, subnets: [] } } }, 'networkConfiguration.vpcConfig.subnets'],
    [
      { networkConfiguration: { networkMode: 'VPC', vpcConfig: { ...VPC, subnets: ['subnet-1234567'] } } },
      'networkConfiguration.vpcConfig.subnets.1.member',
    ],
    [
      {
        networkConfiguration: {
          networkMode: 'VPC',
          vpcConfig: { ...VPC, securityGroups: Array.from({ length: 17 }, () => 'sg-12345678') },
        },
      },
      'networkConfiguration.vpcConfig.securityGroups',
    ],
    [{ description: '' }, 'description'],
    [{ description: 'd'.repeat(4097) }, 'description'],
    [{ executionRoleArn: 'role' }, 'executionRoleArn'],
    [{ tags: { '': 'v' } }, 'tags.key'],
    [{ tags: { 'k!': 'v' } }, 'tags.key'],
    [{ tags: { ['k'.repeat(129)]: 'v' } }, 'tags.key'],
    [{ tags: { k: 'v'.repeat(257) } }, 'tags.k'],
    [{ tags: { k: 1 } }, 'tags.k'],
    [{ tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) }, 'tags'],
  ])('refuses %j', async (body, field) => {
    const { status, json } = await new LocalApi().send('PUT', '/code-interpreters', { name: 'mine', ...SANDBOX, ...body });
    expect(status).toBe(400);
    expect(json.fieldList).toMatchObject([{ name: field }]);
  });

  test('a name is taken until its interpreter is deleted', async () => {
    const api = new LocalApi();
    const id = await create(api);
    const taken = await api.send('PUT', '/code-interpreters', { name: 'mine', ...SANDBOX });
    expect(taken.status).toBe(409);
    expect(taken.headers['x-amzn-errortype']).toBe('ConflictException');
    expect((await api.send('DELETE', `/code-interpreters/${id}`)).status).toBe(202);
    expect(await create(api)).not.toBe(id);
  });

  test('a client token creates one', async () => {
    const api = new LocalApi();
    const clientToken = 'c'.repeat(36);
    expect(await create(api, { clientToken })).toBe(await create(api, { clientToken }));
    const other = await api.send('PUT', '/code-interpreters', { name: 'other', ...SANDBOX, clientToken });
    expect(other.json.reason).toBe('IdempotentParameterMismatchException');
  });

  test('keeps the quota', async () => {
    const api = new LocalApi({ maximumInterpreters: 2 });
    await create(api, { name: 'a' });
    await create(api, { name: 'b' });
    expect((await api.send('PUT', '/code-interpreters', { name: 'c', ...SANDBOX })).status).toBe(402);
  });
});

describe('GetCodeInterpreter', () => {
  test('shows all that was given', async () => {
    const api = new LocalApi();
    const settings = {
      description: 'd',
      executionRoleArn: 'arn:aws:iam::123456789012:role/x',
      networkConfiguration: { networkMode: 'VPC', vpcConfig: VPC },
      certificates: [{ location: { secretsManager: { secretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:ca' } } }],
    };
    const id = await create(api, settings);
    const { status, json } = await api.send('GET', `/code-interpreters/${id}`);
    expect(status).toBe(200);
    expect(json).toEqual({
      codeInterpreterId: id,
      codeInterpreterArn: `arn:aws:bedrock-agentcore:us-east-1:000000000000:code-interpreter-custom/${id}`,
      name: 'mine',
      status: 'READY',
      createdAt: DATE,
      lastUpdatedAt: DATE,
      ...settings,
    });
  });

  test.each(['missing-0123456789', 'x', '%20', 'a%2Fb'])('%s is not found', async (id) => {
    expect((await new LocalApi().send('GET', `/code-interpreters/${id}`)).status).toBe(404);
  });
});

describe('ListCodeInterpreters', () => {
  const list = (api: LocalApi, query = '') => api.send('POST', `/code-interpreters${query}`);
  const ids = (answer: { json: Record<string, unknown> }) =>
    (answer.json.codeInterpreterSummaries as { codeInterpreterId: string }[]).map((one) => one.codeInterpreterId);

  test('begins with the system one, then newest first, in pages', async () => {
    const api = new LocalApi({ interpreters: [{ id: 'seed-0123456789', name: 'seed', networkMode: 'PUBLIC', description: 'd' }] });
    const id = await create(api);
    const all = await list(api);
    expect(ids(all)).toEqual([SYSTEM, id, 'seed-0123456789']);
    expect((all.json.codeInterpreterSummaries as object[])[2]).toEqual({
      codeInterpreterId: 'seed-0123456789',
      codeInterpreterArn: 'arn:aws:bedrock-agentcore:us-east-1:000000000000:code-interpreter-custom/seed-0123456789',
      name: 'seed',
      description: 'd',
      status: 'READY',
      createdAt: DATE,
      lastUpdatedAt: DATE,
    });
    expect(ids(await list(api, '?type=SYSTEM'))).toEqual([SYSTEM]);
    expect(ids(await list(api, '?type=CUSTOM'))).toEqual([id, 'seed-0123456789']);
    const first = await list(api, '?maxResults=1');
    expect(ids(first)).toEqual([SYSTEM]);
    const second = await list(api, `?maxResults=2&nextToken=${encodeURIComponent(String(first.json.nextToken))}`);
    expect(ids(second)).toEqual([id, 'seed-0123456789']);
    expect(second.json.nextToken).toBeUndefined();
  });

  test.each([
    '?maxResults=0',
    '?maxResults=101',
    '?maxResults=x',
    '?maxResults=1e1',
    '?maxResults=',
    '?maxResults=1&maxResults=2',
    '?type=OTHER',
    '?nextToken=x',
    '?nextToken=',
  ])('refuses %s', async (query) => {
    const { status, headers } = await list(new LocalApi(), query);
    expect(status).toBe(400);
    expect(headers['x-amzn-errortype']).toBe('ValidationException');
  });
});

describe('DeleteCodeInterpreter', () => {
  test('is refused while sessions are active, then answers 202, also to a repeat with its token', async () => {
    const api = new LocalApi();
    const id = await create(api);
    const sessionId = await api.start({}, id);
    const conflict = await api.send('DELETE', `/code-interpreters/${id}`);
    expect(conflict.status).toBe(409);
    expect(conflict.json.message).toContain('StopCodeInterpreterSession');
    await api.send('PUT', `/code-interpreters/${id}/sessions/stop?sessionId=${sessionId}`);
    const url = `/code-interpreters/${id}?clientToken=${'d'.repeat(36)}`;
    const first = await api.send('DELETE', url);
    expect(first.status).toBe(202);
    expect(first.json).toEqual({ codeInterpreterId: id, status: 'DELETING', lastUpdatedAt: DATE });
    expect((await api.send('DELETE', url)).json).toEqual(first.json);
    expect((await api.send('DELETE', `/code-interpreters/${id}`)).status).toBe(404);
    expect((await api.send('GET', `/code-interpreters/${id}`)).status).toBe(404);
    expect((await api.invoke(sessionId, 'listFiles', {}, {}, id)).status).toBe(404);
  });

  test.each([
    [SYSTEM, 400],
    ['missing-0123456789', 404],
    ['no_id', 400],
    ['a'.repeat(3000), 400],
  ])('of %s gives %i', async (id, status) => {
    expect((await new LocalApi().send('DELETE', `/code-interpreters/${id}`)).status).toBe(status);
  });
});

describe('tags', () => {
  const url = (arn: string) => `/tags/${encodeURIComponent(arn)}`;
  const arnOf = (id: string) => `arn:aws:bedrock-agentcore:us-east-1:000000000000:code-interpreter-custom/${id}`;

  test('are added, replaced, listed and removed', async () => {
    const api = new LocalApi();
    const arn = arnOf(await create(api, { tags: { a: '1', b: '2' } }));
    const added = await api.send('POST', url(arn), { tags: { b: '3', c: '' } });
    expect(added.status).toBe(204);
    expect(added.body).toHaveLength(0);
    expect((await api.send('GET', url(arn))).json).toEqual({ tags: { a: '1', b: '3', c: '' } });
    expect((await api.send('DELETE', `${url(arn)}?tagKeys=a&tagKeys=c&tagKeys=none`)).status).toBe(204);
    expect((await api.send('DELETE', `${url(arn)}?tagKeys=x`)).status).toBe(204);
    expect((await api.send('GET', url(arn))).json).toEqual({ tags: { b: '3' } });
  });

  test('are 50 at most', async () => {
    const api = new LocalApi();
    const arn = arnOf(await create(api, { tags: Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`k${index}`, ''])) }));
    expect((await api.send('POST', url(arn), { tags: { one: '' } })).status).toBe(204);
    expect((await api.send('POST', url(arn), { tags: { two: '' } })).status).toBe(402);
    expect((await api.send('POST', url(arn), { tags: { one: 'again' } })).status).toBe(204);
  });

  test.each([
    [SYSTEM_ARN, 400],
    [arnOf('missing-0123456789'), 404],
    ['arn:aws:bedrock-agentcore:us-east-1:000000000000:browser-custom/x-0123456789', 404],
    ['nonsense', 400],
    [`arn:aws:bedrock-agentcore:us-east-1:000000000000:code-interpreter-custom/${SYSTEM}`, 404],
  ])('of %s give %i', async (arn, status) => {
    const api = new LocalApi();
    expect((await api.send('GET', url(arn))).status).toBe(status);
    expect((await api.send('POST', url(arn), { tags: {} })).status).toBe(status);
    expect((await api.send('DELETE', `${url(arn)}?tagKeys=a`)).status).toBe(status);
  });

  test('need tags and keys', async () => {
    const api = new LocalApi();
    const arn = arnOf(await create(api));
    expect((await api.send('POST', url(arn), {})).status).toBe(400);
    expect((await api.send('DELETE', url(arn))).status).toBe(400);
    expect((await api.send('DELETE', `${url(arn)}?tagKeys=`)).status).toBe(400);
  });
});

describe('seeds', () => {
  test.each([
    [
      [
        { id: 'a-0123456789', name: 'a' },
        { id: 'a-0123456789', name: 'b' },
      ],
      'the id a-0123456789',
    ],
    [
      [
        { id: 'a-0123456789', name: 'a' },
        { id: 'b-0123456789', name: 'a' },
      ],
      'the name a',
    ],
  ])('%j are refused', (seeds, message) => {
    expect(() => new LocalApi({ interpreters: seeds.map((seed) => ({ ...seed, networkMode: 'SANDBOX' as const })) })).toThrow(message);
  });

  test('an account has 12 digits', () => {
    expect(() => new LocalApi({ accountId: '1' })).toThrow('12 digits');
  });
});
