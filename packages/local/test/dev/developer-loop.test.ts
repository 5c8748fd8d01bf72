import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BedrockAgentCoreControlClient, ListCodeInterpretersCommand } from '@aws-sdk/client-bedrock-agentcore-control';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { freePort, plainAgent, ProjectAgent, projectWith, synthesized, writtenAssembly } from './agent-project.js';
import { appWith, edit, RunningLoop } from './running-loop.js';
import { DeveloperLoop } from '../../src/dev/developer-loop.js';
import { folderWith } from '../assembly/written-assembly.js';

const AGENT: ProjectAgent = { id: 'Agent', folder: 'agent', from: 'fromNode', environment: { GREETING: 'hello' } };
/** Each synthesis loads the CDK. */
const SYNTHESES_MS = 180_000;

beforeEach(() => {
  vi.stubEnv('CDK_DISABLE_CLI_TELEMETRY', 'true');
  // No credentials of whoever runs this.
  vi.stubEnv('HOME', '/nonexistent');
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_BEARER_TOKEN_BEDROCK', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME']) { vi.stubEnv(name, undefined); }
  return () => vi.unstubAllEnvs();
});

function answering(expression: string): string {
  return plainAgent(`answer.end(JSON.stringify(${expression}))`);
}

function cdkApp(agents: readonly ProjectAgent[] = [AGENT], source = answering("'first'")): string {
  const project = projectWith({ 'cdk.json': '{"app":"node app.cjs"}', 'agent/agent.js': source });
  edit(project, 'app.cjs', appWith(project, agents));
  return project;
}

test('an app is synthesized, its interpreters served, its agent run from its sources, and again as they change', async () => {
  const show = '[process.env.GREETING, process.env.CUSTOM_INTERPRETER_ID, process.env.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE, process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME, process.cwd()]';
  const project = cdkApp([AGENT], answering(show));
  const loop = await RunningLoop.start(project);
  const [greeting, id, url, model, folder] = await loop.ask() as string[];
  expect({ greeting, folder }).toEqual({ greeting: 'hello', folder: realpathSync(join(project, 'agent')) });
  const control = new BedrockAgentCoreControlClient({ endpoint: url, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const listed = async (): Promise<string[]> => ((await control.send(new ListCodeInterpretersCommand({ type: 'CUSTOM' }))).codeInterpreterSummaries ?? [])
    .map(({ codeInterpreterId }) => codeInterpreterId ?? '');
  expect(await listed()).toEqual([id]);
  expect(await loop.next(/^model:/)).toBe(`model: a SCRIPTED stand-in answers calls of a model, at ${model}: there are no AWS credentials. It knows a few prompts only; ask it anything to hear which`);

  // Its own sources: at once, without a synthesis.
  edit(project, 'agent/agent.js', answering("'second'"));
  expect(await loop.next(/^change:/)).toBe('change: agent/agent.js, of the agent only');
  await loop.next(/^agent: .* answers at/);
  expect(await loop.ask()).toBe('second');
  expect(loop.said.filter((line) => line.startsWith('synth:'))).toHaveLength(1);

  // The app: all of it. The service goes on, since its interpreters are the same.
  edit(project, 'app.cjs', appWith(project, [{ ...AGENT, environment: { GREETING: 'bye' } }]));
  expect(await loop.next(/^change:/)).toBe('change: app.cjs');
  await loop.next(/^agent: .* answers at/);
  expect(loop.said.some((line) => line.includes('have changed'))).toBe(false);
  edit(project, 'agent/agent.js', answering('process.env.GREETING'));
  await loop.next(/^agent: .* answers at/);
  expect(await loop.ask()).toBe('bye');

  // Other interpreters: the service too, where it was.
  edit(project, 'app.cjs', appWith(project, [AGENT], 'Second'));
  expect(await loop.next(/have changed/)).toBe('service: code interpreters have changed, or what agents know of them: it starts again, and its sessions end');
  await loop.next(/^agent: .* answers at/);
  expect(await listed()).toHaveLength(2);

  edit(project, 'agent/agent.js', answering('process.pid'));
  await loop.next(/^agent: .* answers at/);
  const pid = await loop.ask();
  expect(existsSync(`/proc/${String(pid)}`)).toBe(true);
  await loop.running.close();
  expect(existsSync(`/proc/${String(pid)}`)).toBe(false);
  await expect(listed()).rejects.toThrow(/ECONNREFUSED/);
  await expect(fetch(model ?? '')).rejects.toThrow('fetch failed');
}, SYNTHESES_MS);

test('what fails is told, leaves what runs, and the next change is another try', async () => {
  const project = cdkApp();
  const loop = await RunningLoop.start(project);
  edit(project, 'app.cjs', "throw new Error('no such app')");
  expect(await loop.next(/no such app/)).toContain('synth|');
  expect(await loop.next(/^note: cdk synth/)).toMatch(/^note: cdk synth ended with 1, see above\nwaiting for the next change$/);
  expect(await loop.ask()).toBe('first');

  edit(project, 'agent/agent.js', "console.log('about to fail'); throw new Error('on purpose')");
  expect(await loop.next(/about to fail/)).toBe('agent| about to fail');
  expect(await loop.next(/ended before it answered/)).toMatch(/with code 1\n[^]*Error: on purpose[^]*\nwaiting for the next change$/);
  expect(loop.running.agent).toBeUndefined();

  edit(project, 'agent/agent.js', plainAgent('process.exit(5)'));
  await loop.next(/^agent: .* answers at/);
  await expect(loop.ask()).rejects.toThrow('socket hang up');
  expect(await loop.next(/has ended/)).toMatch(/^agent: Box_Agent_\w+ has ended, with code 5; it starts again at the next change$/);
  expect(loop.running.agent).toBeUndefined();

  edit(project, 'agent/agent.js', answering("'mended'"));
  await loop.next(/^agent: .* answers at/);
  expect(await loop.ask()).toBe('mended');
}, SYNTHESES_MS);

test('an app that does not synthesize at first is waited for', async () => {
  const project = cdkApp();
  edit(project, 'app.cjs', 'process.exit(3)');
  const loop = await RunningLoop.start(project);
  expect(await loop.next(/^note: cdk synth/)).toContain('waiting for a change');
  edit(project, 'app.cjs', appWith(project, [AGENT]));
  await loop.next(/^agent: .* answers at/);
  expect(await loop.ask()).toBe('first');
}, SYNTHESES_MS);

test('a synthesized app is taken as it is, and again when it is synthesized anew', async () => {
  const project = projectWith({ 'agent/agent.js': answering('process.env.GREETING') });
  const assembly = synthesized(project, [AGENT]);
  const loop = await RunningLoop.start(project, { assembly });
  expect(await loop.ask()).toBe('hello');
  synthesized(project, [{ ...AGENT, environment: { GREETING: 'again' } }]);
  expect(await loop.next(/^change:/)).toBe('change: cdk.out/manifest.json');
  await loop.next(/^agent: .* answers at/);
  expect(await loop.ask()).toBe('again');
  expect(loop.said.some((line) => line.startsWith('synth'))).toBe(false);
  edit(project, 'agent/agent.js', answering("'changed'"));
  await loop.next(/^agent: .* answers at/);
  expect(await loop.ask()).toBe('changed');
}, SYNTHESES_MS);

test('a stand-in answers calls of a model although there are credentials, when that is wanted', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDOFMINE');
  const assembly = writtenAssembly({ 'agent.js': answering('[process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME, process.env.AWS_ACCESS_KEY_ID]') }, { environment: { ID: 'aws.codeinterpreter.v1' } });
  const loop = await RunningLoop.start(assembly, { assembly, scripted: true });
  const [url, key] = await loop.ask() as string[];
  expect(await loop.next(/^model:/)).toContain(`model: a SCRIPTED stand-in answers calls of a model, at ${url}: as --scripted says.`);
  expect(key).toBe('AKIDOFMINE');
});

test('an agent beside the project that fails at first is started again when it has been mended', async () => {
  const repository = projectWith({ '.git/HEAD': '', 'agent/agent.js': 'process.exit(3)' });
  const assembly = synthesized(repository, [AGENT], join(repository, 'app/cdk.out'));
  const loop = await RunningLoop.start(join(repository, 'app'), { assembly });
  expect(await loop.next(/ended before it answered/)).toMatch(/\nwaiting for a change$/);
  edit(repository, 'agent/agent.js', answering("'mended'"));
  expect(await loop.next(/^change:/)).toBe('change: ../agent/agent.js, of the agent only');
  await loop.next(/^agent: .* answers at/);
  expect(await loop.ask()).toBe('mended');
}, SYNTHESES_MS);

test('no agent is started without the service, where it would call AWS', async () => {
  const url = answering('process.env.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE');
  const project = projectWith({ 'agent/agent.js': answering("'before'"), 'service.json': '{}' });
  const assembly = synthesized(project, [AGENT]);
  const loop = await RunningLoop.start(project, { assembly, service: { pool: 0, preload: ['sys'], config: join(project, 'service.json') } });
  edit(project, 'service.json', '{ broken');
  synthesized(project, [{ ...AGENT, environment: { MANAGED: 'aws.codeinterpreter.v1' } }]);
  await loop.next(/waiting for the next change/);
  edit(project, 'agent/agent.js', url);
  expect(await loop.next(/^change: agent/)).toBe('change: agent/agent.js, of the agent only');
  await loop.next(/waiting for the next change/);
  expect(await loop.ask()).toBe('before');
  edit(project, 'service.json', '{}');
  edit(project, 'agent/agent.js', `${url}// again\n`);
  await loop.next(/^agent: .* answers at/);
  expect(await loop.ask()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
}, SYNTHESES_MS);

describe('what is wrong with how it is asked for ends it', { timeout: SYNTHESES_MS }, () => {
  async function failure(project: string, options: Partial<Parameters<typeof DeveloperLoop.start>[0]> = {}): Promise<string> {
    return RunningLoop.start(project, options).then(() => 'started', (error: Error) => error.message);
  }

  test('no CDK app', async () => {
    const project = folderWith({ 'a.txt': '' });
    expect(await failure(project)).toBe(`${project} has no cdk.json; call this in the folder of a CDK app, or give one that is synthesized already: --assembly cdk.out`);
  });

  test('no CLI of the CDK', async () => {
    const project = folderWith({ 'cdk.json': '{}' });
    vi.stubEnv('PATH', '/nowhere');
    expect(await failure(project)).toBe(`${project}: the CDK's CLI is neither in its node_modules nor on the path; run \`npm install --save-dev aws-cdk\`, `
      + 'or synthesize the app in your own way, and give the folder with --assembly');
  });

  test('no assembly', async () => {
    expect(await failure('.', { assembly: '/nowhere' })).toContain('/nowhere: no such folder; run `cdk synth` first');
  });

  test('an agent that is not there', async () => {
    const project = projectWith({ 'agent/agent.js': answering('1') });
    const assembly = synthesized(project, [AGENT, { ...AGENT, id: 'Other' }]);
    expect(await failure(project, { assembly })).toMatch(/^the assembly has 2 agents; say with --agent which one to run:\n {2}Box\/Agent \(Box_Agent_\w+\)\n {2}Box\/Other /);
    expect(await failure(project, { assembly, agent: 'Third' })).toMatch(/^--agent Third: there is no such agent/);
  });

  test('a port that is taken, before anything else is started', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const said: string[] = [];
    expect(await failure('.', { assembly: '/nowhere', port, say: (topic) => said.push(topic) })).toMatch(new RegExp(`^port ${port} is taken`));
    expect(said).toEqual([]);
  });

  test('a signal while it starts', async () => {
    const controller = new AbortController();
    const assembly = writtenAssembly({ 'agent.js': 'setInterval(() => {}, 1000)' }, { environment: { ID: 'aws.codeinterpreter.v1' } });
    const starting = failure(assembly, { assembly, port: await freePort(), signal: controller.signal, say: (topic) => { if (topic === 'note') { controller.abort(new Error('ended')); } } });
    expect(await starting).toBe('ended');
  });
});
