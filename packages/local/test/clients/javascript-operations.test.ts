import {
  BedrockAgentCoreClient, GetCodeInterpreterSessionCommand, ListCodeInterpreterSessionsCommand, StartCodeInterpreterSessionCommand,
  StopCodeInterpreterSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import {
  BedrockAgentCoreControlClient, CreateCodeInterpreterCommand, DeleteCodeInterpreterCommand, GetCodeInterpreterCommand,
  ListTagsForResourceCommand,
  paginateListCodeInterpreters, TagResourceCommand, UntagResourceCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { expect, test } from 'vitest';
import { JavaScriptSession } from './javascript-client.js';
import { startForClients, SYSTEM } from './service-for-clients.js';

const service = await startForClients();
// Nothing but these variables tells the clients where to go.
Object.assign(process.env, service.environment);
const client = new BedrockAgentCoreClient();
const control = new BedrockAgentCoreControlClient();
const aDate = expect.any(Date) as Date;

test('the clients are pointed at the service by variables alone', async () => {
  const session = await JavaScriptSession.start(client);
  expect(await session.text('executeCommand', { command: 'echo here' })).toBe('here');
});

test('a session is started, seen, listed and stopped', async () => {
  const clientToken = 'a-token-that-is-long-enough-to-be-one';
  const start = new StartCodeInterpreterSessionCommand({
    codeInterpreterIdentifier: SYSTEM, name: 'mine', sessionTimeoutSeconds: 60, clientToken,
  });
  const started = await client.send(start);
  expect(started).toMatchObject({
    codeInterpreterIdentifier: SYSTEM, sessionId: expect.stringMatching(/^[0-9A-Z]{26}$/) as string, createdAt: aDate,
  });
  const { sessionId } = started;
  expect((await client.send(start)).sessionId).toBe(sessionId);
  const asked = { codeInterpreterIdentifier: SYSTEM, sessionId };
  const { $metadata, ...seen } = await client.send(new GetCodeInterpreterSessionCommand(asked));
  expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(seen).toEqual({ ...asked, name: 'mine', sessionTimeoutSeconds: 60, status: 'READY', createdAt: started.createdAt });
  const { items } = await client.send(new ListCodeInterpreterSessionsCommand({
    codeInterpreterIdentifier: SYSTEM, status: 'READY', maxResults: 1,
  }));
  expect(items).toEqual([{ ...asked, name: 'mine', status: 'READY', createdAt: started.createdAt, lastUpdatedAt: aDate }]);
  expect(await client.send(new StopCodeInterpreterSessionCommand(asked))).toMatchObject({ ...asked, lastUpdatedAt: aDate });
  expect(await client.send(new GetCodeInterpreterSessionCommand(asked))).toMatchObject({ status: 'TERMINATED' });
});

test('sessions come in pages, newest first', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 3; index++) { ids.unshift((await JavaScriptSession.start(client)).id); }
  const listed: (string | undefined)[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < 3; page++) {
    const answer = await client.send(new ListCodeInterpreterSessionsCommand({
      codeInterpreterIdentifier: SYSTEM, maxResults: 1, nextToken,
    }));
    listed.push(...(answer.items ?? []).map(({ sessionId }) => sessionId));
    nextToken = answer.nextToken;
  }
  expect(listed).toEqual(ids);
});

test('a code interpreter is created, seen, used by its ARN, and deleted', async () => {
  const given = { name: 'made_here', description: 'of a test', networkConfiguration: { networkMode: 'SANDBOX' } } as const;
  const created = await control.send(new CreateCodeInterpreterCommand({ ...given, tags: { team: 'a' } }));
  expect(created).toMatchObject({
    status: 'CREATING', createdAt: aDate, codeInterpreterId: expect.stringMatching(/^made_here-[a-zA-Z0-9]{10}$/) as string,
  });
  const { codeInterpreterId, codeInterpreterArn = '' } = created;
  expect(await control.send(new GetCodeInterpreterCommand({ codeInterpreterId })))
    .toMatchObject({ ...given, codeInterpreterId, codeInterpreterArn, status: 'READY', createdAt: aDate, lastUpdatedAt: aDate });
  const session = await JavaScriptSession.start(client, codeInterpreterArn);
  expect(await session.text('executeCode', { language: 'python', code: 'print(1)' })).toBe('1');
  await expect(control.send(new DeleteCodeInterpreterCommand({ codeInterpreterId }))).rejects.toMatchObject({ name: 'ConflictException' });
  await client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier: codeInterpreterArn, sessionId: session.id }));
  expect(await control.send(new DeleteCodeInterpreterCommand(
    { codeInterpreterId },
  ))).toMatchObject({ status: 'DELETING', lastUpdatedAt: aDate });
  await expect(control.send(new GetCodeInterpreterCommand(
    { codeInterpreterId },
  ))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('the paginator finds all code interpreters', async () => {
  for (const name of ['one', 'two', 'three']) {
    await control.send(new CreateCodeInterpreterCommand({ name, networkConfiguration: { networkMode: 'SANDBOX' } }));
  }
  const pages: (string | undefined)[][] = [];
  for await (const { codeInterpreterSummaries } of paginateListCodeInterpreters({ client: control, pageSize: 2 }, { type: 'CUSTOM' })) {
    pages.push((codeInterpreterSummaries ?? []).map(({ name }) => name));
  }
  expect(pages).toEqual([['three', 'two'], ['one']]);
  for await (const { codeInterpreterSummaries } of paginateListCodeInterpreters({ client: control }, { type: 'SYSTEM' })) {
    expect(codeInterpreterSummaries).toMatchObject([
      { codeInterpreterId: SYSTEM, codeInterpreterArn: `arn:aws:bedrock-agentcore:us-east-1:aws:code-interpreter/${SYSTEM}` },
    ]);
  }
});

test('tags, by ARN', async () => {
  const { codeInterpreterArn: resourceArn } = await control.send(new CreateCodeInterpreterCommand({
    name: 'tagged', networkConfiguration: { networkMode: 'SANDBOX' },
  }));
  await control.send(new TagResourceCommand({ resourceArn, tags: { 'a/b:c': 'x y', 'd': '' } }));
  expect((await control.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ 'a/b:c': 'x y', 'd': '' });
  await control.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a/b:c', 'absent'] }));
  expect((await control.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ d: '' });
});
