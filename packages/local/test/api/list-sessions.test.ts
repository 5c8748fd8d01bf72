import { describe, expect, test } from 'vitest';
import { LocalApi, SYSTEM } from './local-api.js';

const SESSIONS = `/code-interpreters/${SYSTEM}/sessions`;

describe('ListCodeInterpreterSessions', () => {
  const list = (api: LocalApi, body?: unknown) => api.send('POST', `${SESSIONS}/list`, body);

  test('is newest first, with pages of ten, and filters by status', async () => {
    const api = new LocalApi();
    const ids: string[] = [];
    for (let index = 0; index < 12; index += 1) {
      ids.push(await api.start(index === 0 ? { name: 'first' } : {}));
    }
    await api.send('PUT', `${SESSIONS}/stop?sessionId=${ids[0]}`);
    const first = await list(api);
    const items = first.json.items as Record<string, unknown>[];
    expect(items.map(({ sessionId }) => sessionId)).toEqual(ids.slice(2).reverse());
    const second = await list(api, { nextToken: first.json.nextToken });
    expect(second.json).toEqual({
      items: [
        {
          codeInterpreterIdentifier: SYSTEM,
          sessionId: ids[1],
          status: 'READY',
          createdAt: expect.any(String) as string,
          lastUpdatedAt: expect.any(String) as string,
        },
        {
          codeInterpreterIdentifier: SYSTEM,
          sessionId: ids[0],
          name: 'first',
          status: 'TERMINATED',
          createdAt: expect.any(String) as string,
          lastUpdatedAt: expect.any(String) as string,
        },
      ],
    });
    const ready = await list(api, { status: 'READY', maxResults: 100 });
    expect(ready.json.items).toHaveLength(11);
    expect(ready.json.nextToken).toBeUndefined();
    const terminated = await list(api, { status: 'TERMINATED', maxResults: 1 });
    expect(terminated.json.items).toHaveLength(1);
    expect(terminated.json.nextToken).toBeUndefined();
  });

  test('pages stay in order when sessions start in between', async () => {
    const api = new LocalApi();
    const ids = [await api.start(), await api.start(), await api.start()];
    const first = await list(api, { maxResults: 2 });
    await api.start();
    const second = await list(api, { maxResults: 2, nextToken: first.json.nextToken });
    expect((second.json.items as { sessionId: string }[]).map(({ sessionId }) => sessionId)).toEqual([ids[0]]);
  });

  test('refuses tokens that are not of this list', async () => {
    const api = new LocalApi();
    await api.start();
    await api.start();
    const { json } = await list(api, { maxResults: 1 });
    const token = String(json.nextToken);
    for (const body of [{ nextToken: 'x' }, { nextToken: `${token.slice(0, -2)}AA` }, { nextToken: token, status: 'READY' }]) {
      const answer = await list(api, body);
      expect(answer.status).toBe(400);
      expect(answer.json.fieldList).toMatchObject([{ name: 'nextToken' }]);
    }
  });

  test.each([
    [{ maxResults: 0 }],
    [{ maxResults: 101 }],
    [{ maxResults: '5' }],
    [{ nextToken: '' }],
    [{ nextToken: 'a b' }],
    [{ nextToken: 'a'.repeat(2049) }],
    [{ status: 'ACTIVE' }],
  ])('refuses %j', async (body) => {
    expect((await list(new LocalApi(), body)).status).toBe(400);
  });
});
