import { expect, test } from 'vitest';
import { connectInMemory } from './connection.js';
import { serverInstructions } from '../src/server-instructions.js';

test('say how long a session lasts', () => {
  expect(serverInstructions({})).toContain('A session ends 900 seconds after its start; the next call');
  expect(serverInstructions({ sessionTimeoutSeconds: 60, idleTimeoutSeconds: 30 }))
    .toContain('A session ends 60 seconds after its start, or 30 seconds after the last call; the next call');
});

test('reach the client, with name and version of the server', async () => {
  const { connection } = await connectInMemory();
  expect(connection.client.getInstructions()).toBe(serverInstructions({}));
  expect(connection.client.getServerVersion()).toMatchObject({ name: 'agentcore-code-interpreter', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string });
});
