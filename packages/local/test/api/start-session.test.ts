import { describe, expect, test } from 'vitest';
import { FakeSandbox } from './fake-sandbox.js';
import { LocalApi, SYSTEM } from './local-api.js';

const TOKEN = 'a2f1e0c4-8d3a-4d0e-9a41-0f6a3f0c7b11';
const SESSIONS = `/code-interpreters/${SYSTEM}/sessions`;

describe('StartCodeInterpreterSession', () => {
  test('answers with a ULID, an ISO time and the identifier as it came', async () => {
    const api = new LocalApi();
    const { status, headers, json } = await api.send('PUT', `${SESSIONS}/start`, { name: 'n', sessionTimeoutSeconds: 60 });
    expect(status).toBe(200);
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(json).toEqual({
      codeInterpreterIdentifier: SYSTEM,
      sessionId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/) as string,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
    });
  });

  test.each([
    [{ sessionTimeoutSeconds: 1 }],
    [{ sessionTimeoutSeconds: 28_800 }],
    [{ name: 'n'.repeat(100) }],
    [{ name: null }],
    [undefined],
    [{ unknown: [1] }],
    [{ clientToken: 'a'.repeat(33) }],
    [{ clientToken: 'a'.repeat(256) }],
    [{ filesystemConfigurations: [] }],
    [{ certificates: [{ location: { secretsManager: { secretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:ca' } } }] }],
  ])('accepts %j', async (body) => {
    expect((await new LocalApi().send('PUT', `${SESSIONS}/start`, body)).status).toBe(200);
  });

  test.each([
    [{ sessionTimeoutSeconds: 0 }, 'sessionTimeoutSeconds', 'Member must have value greater than or equal to 1'],
    [{ sessionTimeoutSeconds: 28_801 }, 'sessionTimeoutSeconds', 'Member must have value less than or equal to 28800'],
    [{ sessionTimeoutSeconds: 1.5 }, 'sessionTimeoutSeconds', 'Member must be of type integer'],
    [{ sessionTimeoutSeconds: '60' }, 'sessionTimeoutSeconds', 'Member must be of type integer'],
    [{ name: '' }, 'name', 'Member must have length greater than or equal to 1'],
    [{ name: 'n'.repeat(101) }, 'name', 'Member must have length less than or equal to 100'],
    [{ clientToken: 'a'.repeat(32) }, 'clientToken', 'Member must have length greater than or equal to 33'],
    [{ clientToken: 'a'.repeat(257) }, 'clientToken', 'Member must have length less than or equal to 256'],
    [
      { clientToken: `${'a'.repeat(33)}-` },
      'clientToken',
      'Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}',
    ],
    [{ certificates: [] }, 'certificates', 'Member must have length greater than or equal to 1'],
    [{ certificates: [{ location: {} }] }, 'certificates.1.member.location', 'Member must have length greater than or equal to 1'],
    [
      { certificates: [{ location: { secretsManager: { secretArn: 'x' } } }] },
      'certificates.1.member.location.secretsManager.secretArn',
      'pattern',
    ],
    [
      { filesystemConfigurations: [{ efsConfiguration: {} }] },
      'filesystemConfigurations.1.member.efsConfiguration.accessPointArn',
      'must not be null',
    ],
    [[], 'body', 'Member must be of type object'],
    ['"text"', 'body', 'Member must be of type object'],
  ])('refuses %j', async (body, field, constraint) => {
    const api = new LocalApi();
    const { status, headers, json } = await api.send('PUT', `${SESSIONS}/start`, body);
    expect(status).toBe(400);
    expect(headers['x-amzn-errortype']).toBe('ValidationException');
    expect(json.reason).toBe('FieldValidationFailed');
    expect(json.message).toContain(constraint);
    expect(json.fieldList).toEqual([{ name: field, message: json.message }]);
    expect(api.sandboxes).toHaveLength(0);
  });

  test('says that file systems cannot be mounted', async () => {
    const arn = 'arn:aws:elasticfilesystem:us-east-1:123456789012';
    const efsConfiguration = {
      accessPointArn: 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-12345678',
      mountPath: '/mnt/data',
      fileSystemArn: `${arn}:file-system/fs-12345678`,
    };
    const { status, json } = await new LocalApi().send('PUT', `${SESSIONS}/start`, { filesystemConfigurations: [{ efsConfiguration }] });
    expect(status).toBe(400);
    expect(json.message).toContain('cannot mount file systems');
  });

  test.each([
    'missing-AAAAAAAAAA',
    'arn:aws:bedrock-agentcore:us-west-2:123456789012:code-interpreter-custom/missing-AAAAAAAAAA',
    'constructor',
  ])('knows no %s', async (identifier) => {
    const { status, headers, json } = await new LocalApi().send(
      'PUT',
      `/code-interpreters/${encodeURIComponent(identifier)}/sessions/start`,
      {},
    );
    expect(status).toBe(404);
    expect(headers['x-amzn-errortype']).toBe('ResourceNotFoundException');
    expect(json.message).toContain(identifier);
  });

  test('a repeated client token answers with the first session, also at the same time, and refuses other parameters', async () => {
    const api = new LocalApi();
    const ids = await Promise.all([1, 2, 3].map(() => api.start({ clientToken: TOKEN, name: 'a' })));
    expect(new Set(ids).size).toBe(1);
    expect(api.sandboxes).toHaveLength(1);
    const { status, json } = await api.send('PUT', `${SESSIONS}/start`, { clientToken: TOKEN, name: 'b' });
    expect(status).toBe(400);
    expect(json.reason).toBe('IdempotentParameterMismatchException');
    expect(await api.start({ clientToken: `${TOKEN}x`, name: 'a' })).not.toBe(ids[0]);
  });

  test('a start that failed may be repeated with its token, and says what to do', async () => {
    let attempts = 0;
    const api = new LocalApi({
      openSandbox: async () => {
        attempts += 1;
        if (attempts === 1) {
          throw new Error('no space left');
        }
        return new FakeSandbox();
      },
    });
    const { status, headers, json } = await api.send('PUT', `${SESSIONS}/start`, { clientToken: TOKEN });
    expect(status).toBe(500);
    expect(headers['x-amzn-errortype']).toBe('InternalServerException');
    expect(json.message).toMatch(/no space left.*stop sessions/);
    expect(api.warnings).toHaveLength(1);
    expect(await api.start({ clientToken: TOKEN })).toHaveLength(26);
    expect(api.app.sessions.active).toBe(1);
  });

  test('keeps the quota of active sessions, those being started included', async () => {
    const api = new LocalApi({ maximumSessions: 2 });
    const answers = await Promise.all([1, 2, 3].map(() => api.send('PUT', `${SESSIONS}/start`, {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 402]);
    const sessionId = answers.find(({ status }) => status === 200)?.json.sessionId as string;
    await api.send('PUT', `${SESSIONS}/stop?sessionId=${sessionId}`, {});
    expect(await api.start()).toHaveLength(26);
  });

  test('opens a sandbox with the network mode of the interpreter', async () => {
    const modes: string[] = [];
    const api = new LocalApi({
      interpreters: [{ id: 'mine-0123456789', name: 'mine', networkMode: 'PUBLIC' }],
      openSandbox: async ({ networkMode }) => {
        modes.push(networkMode);
        return new FakeSandbox();
      },
    });
    await api.start();
    await api.start({}, 'mine-0123456789');
    await api.start({}, 'arn:aws:bedrock-agentcore:eu-west-1:123456789012:code-interpreter-custom/mine-0123456789');
    expect(modes).toEqual(['SANDBOX', 'PUBLIC', 'PUBLIC']);
  });
});
