import { afterEach, describe, expect, test, vi } from 'vitest';
import { FakeSandbox } from './fake-sandbox.js';
import { LocalApi, SYSTEM } from './local-api.js';

const TOKEN = 'a2f1e0c4-8d3a-4d0e-9a41-0f6a3f0c7b11';
const SESSIONS = `/code-interpreters/${SYSTEM}/sessions`;

afterEach(() => {
  vi.useRealTimers();
});

describe('the life of a session', () => {
  const get = (api: LocalApi, id: string) => api.send('GET', `${SESSIONS}/get?sessionId=${id}`);

  test('Get shows it', async () => {
    const api = new LocalApi();
    const sessionId = await api.start({ name: 'n' });
    expect((await get(api, sessionId)).json).toEqual({
      codeInterpreterIdentifier: SYSTEM,
      sessionId,
      name: 'n',
      status: 'READY',
      sessionTimeoutSeconds: 900,
      createdAt: expect.any(String) as string,
    });
  });

  test.each([
    ['unknown0123', 404],
    ['nonexistent-1f', 400],
    ['x'.repeat(41), 400],
    ['', 400],
  ])('Get of %j gives %i', async (id, status) => {
    expect((await get(new LocalApi(), id)).status).toBe(status);
  });

  test('Get and Stop need a sessionId', async () => {
    const api = new LocalApi();
    for (const answer of [await api.send('GET', `${SESSIONS}/get`), await api.send('PUT', `${SESSIONS}/stop`, { sessionId: 'abc' })]) {
      expect(answer.status).toBe(400);
      expect(answer.json.message).toContain("Value null at 'sessionId' failed to satisfy constraint: Member must not be null");
    }
  });

  test('a session is of its interpreter only', async () => {
    const api = new LocalApi({ interpreters: [{ id: 'mine-0123456789', name: 'mine', networkMode: 'PUBLIC' }] });
    const id = await api.start();
    expect((await api.send('GET', `/code-interpreters/mine-0123456789/sessions/get?sessionId=${id}`)).status).toBe(404);
    expect((await api.invoke(id, 'listFiles', {}, {}, 'mine-0123456789')).status).toBe(404);
  });

  test('Stop ends it for good, may be repeated, and closes the sandbox', async () => {
    const api = new LocalApi();
    const id = await api.start();
    const first = await api.send('PUT', `${SESSIONS}/stop?sessionId=${id}`, { clientToken: TOKEN });
    const second = await api.send('PUT', `${SESSIONS}/stop?sessionId=${id}`);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.json).toEqual({ codeInterpreterIdentifier: SYSTEM, sessionId: id, lastUpdatedAt: expect.any(String) as string });
    expect(second.json).toEqual(first.json);
    expect((await get(api, id)).json.status).toBe('TERMINATED');
    expect(api.sandbox.closed).toBeGreaterThan(0);
    const { status, json } = await api.invoke(id, 'listFiles', {});
    expect(status).toBe(404);
    expect(json.message).toContain('was stopped');
    expect(api.sessionEvents.map(({ change }) => change)).toEqual(['started', 'stopped']);
  });

  test('its time counts from the start, whatever it does', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const api = new LocalApi();
    const id = await api.start({ sessionTimeoutSeconds: 60 });
    await vi.advanceTimersByTimeAsync(59_999);
    expect((await api.invoke(id, 'listFiles', {})).status).toBe(200);
    await vi.advanceTimersByTimeAsync(1);
    const { status, json } = await api.invoke(id, 'listFiles', {});
    expect(status).toBe(404);
    expect(json.message).toContain('has expired');
    expect((await get(api, id)).json.status).toBe('TERMINATED');
    expect(api.sandbox.closed).toBeGreaterThan(0);
    expect(api.sessionEvents.map(({ change }) => change)).toEqual(['started', 'expired']);
  });

  test('it is over when its sandbox dies', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.die();
    await api.sandbox.ended;
    expect((await get(api, id)).json.status).toBe('TERMINATED');
    expect((await api.invoke(id, 'executeCode', { code: '1', language: 'python' })).headers['x-amzn-errortype']).toBe(
      'ResourceNotFoundException',
    );
    expect(api.sessionEvents.map(({ change }) => change)).toEqual(['started', 'died']);
  });

  test.each([
    ['stopped', 409, 'ConflictException', 'was terminated on user request before the request could complete.'],
    ['expired', 404, 'ResourceNotFoundException', 'expired before the request could complete'],
    ['died', 404, 'ResourceNotFoundException', 'its sandbox gone'],
  ] as const)('a call under way when it has %s', async (end, status, name, message) => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.hangs = true;
    const pending = api.invoke(id, 'executeCode', { code: 'while True: pass', language: 'python' });
    await vi.waitFor(() => expect(api.sandbox.cells).toHaveLength(1));
    const [session] = api.app.sessions.list();
    if (end === 'died') {
      api.sandbox.die();
    } else if (session) {
      await api.app.sessions.terminate(session, end);
    }
    const answer = await pending;
    expect(answer.status).toBe(status);
    expect(answer.headers['x-amzn-errortype']).toBe(name);
    expect(answer.json.message).toContain(message);
  });

  test('closing the app ends all sessions, and what starts then does not stay', async () => {
    let release = (): void => undefined;
    const late = new FakeSandbox();
    const api = new LocalApi({
      openSandbox: async () => {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return late;
      },
    });
    const starting = api.send('PUT', `${SESSIONS}/start`, {});
    await vi.waitFor(() => expect(api.app.sessions.active).toBe(1));
    await api.app.sessions.close();
    release();
    expect((await starting).status).toBe(500);
    expect(late.closed).toBe(1);
    expect(api.app.sessions.active).toBe(0);
  });

  test('old records are dropped, the oldest first', async () => {
    const api = new LocalApi({ maximumRecords: 2 });
    const ids: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const id = await api.start();
      ids.push(id);
      await api.send('PUT', `${SESSIONS}/stop?sessionId=${id}`);
    }
    expect(api.app.sessions.list().map(({ id }) => id)).toEqual([ids[3], ids[2]]);
  });

  test('a sandbox that cannot be closed is told to the operator, and Stop answers', async () => {
    const api = new LocalApi();
    const id = await api.start();
    vi.spyOn(api.sandbox, 'close').mockRejectedValue(new Error('stuck'));
    expect((await api.send('PUT', `${SESSIONS}/stop?sessionId=${id}`)).status).toBe(200);
    expect(api.warnings[0]).toContain('stuck');
  });
});
