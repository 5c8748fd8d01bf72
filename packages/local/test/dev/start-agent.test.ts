import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { plainAgent, projectWith, pythonHome, synthesized, writtenAssembly } from './agent-project.js';
import { started } from './started-agent.js';
import { folderWith } from '../assembly/written-assembly.js';

const NODE_AGENT = `
import { BedrockAgentCoreApp } from 'bedrock-agentcore/runtime';
const app = new BedrockAgentCoreApp({
  config: { logging: { enabled: false } },
  invocationHandler: {
    process: async ({ prompt, stream }, { sessionId }) => {
      if (stream) {
        return (async function* () {
          yield { event: 'progress', data: { step: 1 } };
          yield { result: prompt };
        })();
      }
      const { CUSTOM_INTERPRETER_ID, GREETING, AWS_REGION, LATER } = process.env;
      return { prompt, sessionId, folder: process.cwd(), CUSTOM_INTERPRETER_ID, GREETING, AWS_REGION, LATER: LATER ?? 'not there' };
    },
  },
});
app.run({ port: Number(process.env.PORT), host: '127.0.0.1' });
`;

const PYTHON_AGENT = `
import os
from bedrock_agentcore.runtime import BedrockAgentCoreApp

app = BedrockAgentCoreApp()

@app.entrypoint
async def invoke(payload, context):
    if payload.get("stream"):
        async def events():
            yield {"step": 1}
            yield {"result": payload["prompt"]}
        return events()
    if payload.get("fail"):
        raise ValueError("on purpose")
    return {"session": context.session_id, "folder": os.getcwd(), "interpreter": os.environ["CUSTOM_INTERPRETER_ID"], "home": os.environ["VIRTUAL_ENV"]}

print("ready to serve")
app.run(port=int(os.environ["PORT"]))
`;

test('a Node agent of the AgentCore SDK runs from its own folder, with the environment of its template', async () => {
  const project = projectWith({ 'agents/js/agent.js': NODE_AGENT, 'agents/js/package.json': '{"type":"module"}' });
  const assembly = synthesized(project, [
    { id: 'Agent', folder: 'agents/js', from: 'fromNode', environment: { GREETING: 'hello', LATER: 'later', AWS_REGION: 'ap-south-1' } },
  ]);
  const agent = await started({ assembly, project, environment: { AWS_REGION: 'us-east-1' } });
  const sessionId = 'a-session-of-thirty-three-letters';
  const { body, events } = await agent.invoke({ prompt: 'hi' }, { sessionId });
  expect(body).toEqual({
    prompt: 'hi',
    sessionId,
    folder: realpathSync(join(project, 'agents/js')),
    CUSTOM_INTERPRETER_ID: expect.stringMatching(/^Box_Open_\w+-[a-z0-9]{10}$/) as string,
    GREETING: 'hello',
    // What the caller gives comes before what the template says.
    AWS_REGION: 'us-east-1',
    LATER: 'not there',
  });
  expect(events).toEqual([]);
  expect(agent).toMatchObject({ folder: join(project, 'agents/js'), command: [process.execPath, 'agent.js'] });
  expect(agent.notes[0]).toBe('LATER is known only after a deploy, and is left out; set it where you start this, if the agent needs it');

  const seen: unknown[] = [];
  const streamed = await agent.invoke({ prompt: 'bye', stream: true }, { onEvent: (event) => seen.push(event) });
  expect(streamed.events).toEqual([{ event: 'progress', data: { step: 1 } }, { data: { result: 'bye' } }]);
  expect(seen).toEqual(streamed.events);
  expect(streamed.body).toEqual({ result: 'bye' });
});

test('a Python agent of the AgentCore SDK runs in the environment that is active, and its failures are told', async () => {
  const project = projectWith({ 'src/agent.py': PYTHON_AGENT });
  const assembly = synthesized(project, [{ id: 'Agent', folder: 'src', from: 'fromPython' }]);
  const home = pythonHome();
  const agent = await started({ assembly, project, environment: { VIRTUAL_ENV: home } });
  const { body, sessionId } = await agent.invoke({ prompt: 'hi' });
  expect(body).toEqual({ session: sessionId, folder: join(project, 'src'), interpreter: expect.stringMatching(/^Box_Open/) as string, home });
  expect(agent.output).toContain('stdout ready to serve');
  expect((await agent.invoke({ prompt: 'bye', stream: true })).events).toEqual([{ data: { step: 1 } }, { data: { result: 'bye' } }]);
  await expect(agent.invoke({ fail: true })).rejects.toThrow(/^the agent answered 500: .*on purpose/);
});

test('variables of the shell reach the agent, but those of the template come before them, and those of the caller before all', async () => {
  for (const name of ['GREETING', 'LATER', 'PLACE', 'OTHER']) { vi.stubEnv(name, 'of the shell'); }
  onTestFinished(() => void vi.unstubAllEnvs());
  const assembly = writtenAssembly({ 'agent.js': plainAgent('answer.end(JSON.stringify(process.env))') }, {
    environment: { GREETING: 'of the template', PLACE: 'of the template', LATER: { Ref: 'Table' } },
  });
  const agent = await started({ assembly, environment: { PLACE: 'of the caller' } });
  expect((await agent.invoke({})).body).toMatchObject({
    GREETING: 'of the template', PLACE: 'of the caller', LATER: 'of the shell', OTHER: 'of the shell', PORT: new URL(agent.url).port,
  });
  expect(agent.notes.join()).not.toContain('LATER');
});

test('closing ends the agent and all that it has started', async () => {
  const program = `const child = require('node:child_process').spawn('sleep', ['1000'], { stdio: 'inherit' });
    process.on('SIGTERM', () => console.log('not yet'));
    console.log(child.pid);
    ${plainAgent()}`;
  const agent = await started({ assembly: writtenAssembly({ 'agent.js': program }) });
  const child = Number(agent.output[0]?.split(' ')[1]);
  expect(existsSync(`/proc/${child}`)).toBe(true);
  await agent.close();
  expect(await agent.exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect(agent.output).toContain('stdout not yet');
  expect(existsSync(`/proc/${child}/fd/1`)).toBe(false);
  await agent.close();
});

test('an agent that ends later is told by its exit', async () => {
  const agent = await started({ assembly: writtenAssembly({ 'agent.js': plainAgent('process.exit(7)') }) });
  await expect(agent.invoke({})).rejects.toThrow(`the agent at ${agent.url} does not answer: socket hang up; see what it printed`);
  expect(await agent.exited).toEqual({ code: 7, signal: null });
});

test('a call can be given up', async () => {
  const agent = await started({ assembly: writtenAssembly({ 'agent.js': plainAgent("console.log('called')") }) });
  const controller = new AbortController();
  const calling = agent.invoke({}, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(calling).rejects.toThrow('enough');
});

test.each([32, 257])('fails for a session id of %i characters, which the service would refuse', async (length) => {
  const agent = await started({ assembly: writtenAssembly({ 'agent.js': plainAgent() }) });
  await expect(agent.invoke({}, { sessionId: 'x'.repeat(length) })).rejects.toThrow(`has ${length} characters; the service takes 33 to 256`);
});

test.each([33, 256])('takes a session id of %i characters', async (length) => {
  const agent = await started({ assembly: writtenAssembly({ 'agent.js': plainAgent("answer.end(request.headers['x-amzn-bedrock-agentcore-runtime-session-id'])") }) });
  expect((await agent.invoke({}, { sessionId: 'x'.repeat(length) })).body).toBe('x'.repeat(length));
});

test('fails with what the agent printed, and how to install what it lacks', async () => {
  const python = writtenAssembly({ 'agent.py': 'print("\\x1b[31mfirst")\nimport no_such_module', 'requirements.txt': 'x' }, { entryPoint: ['agent.py'], runtime: 'PYTHON_3_13' });
  const failure = await started({ assembly: python }).catch((error: Error) => error.message);
  expect(failure).toContain('agent ended before it answered, with code 1; its Python has no no_such_module: in ');
  expect(failure).toContain('run `python3 -m venv .venv && .venv/bin/pip install -r requirements.txt`');
  expect(failure).toContain('\\x1b[31mfirst');
  await expect(started({ assembly: writtenAssembly({ 'agent.js': "require('no-such-package')" }) })).rejects.toThrow(/no-such-package is not installed: run `npm install` in /);
  const modules = writtenAssembly({ 'agent.js': "import 'no-such-package';", 'package.json': '{"type":"module"}' });
  await expect(started({ assembly: modules })).rejects.toThrow(/no-such-package is not installed: run `npm install` in /);
  await expect(started({ assembly: writtenAssembly({ 'agent.js': 'process.exit(3)' }) })).rejects.toThrow(/with code 3\n.*printed: nothing$/);
});

test('fails where the port is taken, and says what to do', async () => {
  const first = await started({ assembly: writtenAssembly({ 'agent.js': plainAgent() }) });
  const port = Number(new URL(first.url).port);
  await expect(started({ assembly: writtenAssembly({ 'agent.js': plainAgent() }), port })).rejects.toThrow(
    new RegExp(`^port ${port} is taken, so that the agent could not listen on it; end what listens there .* give that with --port$`));
});

test.each([
  ['does not listen', 'setInterval(() => {}, 1000)', 'nothing listens there'],
  ['takes connections and does not answer', "require('node:net').createServer(() => {}).listen(Number(process.env.PORT), '127.0.0.1')", 'it takes the connection, and does not answer'],
  ['answers with an error', "require('node:http').createServer((q, a) => a.writeHead(503).end()).listen(Number(process.env.PORT), '127.0.0.1')", 'it answers 503'],
])('fails for an agent that %s', async (_, program, reason) => {
  await expect(started({ assembly: writtenAssembly({ 'agent.js': program }), readyTimeoutSeconds: 1 })).rejects.toThrow(
    new RegExp(`^no answer on http://127.0.0.1:\\d+/ping within 1 s: ${reason}\\. Agents listen on port 8080 and answer GET /ping; give --port where this one listens elsewhere$`));
});

test('a start can be given up, and leaves nothing', async () => {
  const controller = new AbortController();
  const printed: string[] = [];
  const starting = started({
    assembly: writtenAssembly({ 'agent.js': 'console.log(process.pid); setInterval(() => {}, 1000)' }),
    signal: controller.signal,
    onOutput: (line) => {
      printed.push(line);
      controller.abort(new Error('enough'));
    },
  });
  await expect(starting).rejects.toThrow('enough');
  expect(existsSync(`/proc/${printed[0]}`)).toBe(false);
});

test('a command of the developer\'s own is run where the agent is', async () => {
  const project = projectWith({ 'a/agent.js': plainAgent('answer.end(process.cwd())') });
  const assembly = synthesized(project, [{ id: 'Agent', folder: 'a', from: 'fromNode' }]);
  const agent = await started({ assembly, project, command: 'echo "with $CUSTOM_INTERPRETER_ID" && exec node agent.js' });
  expect((await agent.invoke({})).body).toBe(realpathSync(join(project, 'a')));
  expect(agent.output[0]).toMatch(/^stdout with Box_Open/);
});

test('an agent whose sources are not in the project runs as it would be shipped, and says so', async () => {
  const assembly = writtenAssembly({ 'agent.js': plainAgent('answer.end(process.cwd())') });
  const agent = await started({ assembly, project: folderWith({ 'agent.js': 'another' }) });
  expect((await agent.invoke({})).body).toBe(realpathSync(join(assembly, 'asset.code')));
  expect(agent.notes[0]).toMatch(/^no folder in .*, or in its repository, has the very agent\.js that a deploy would ship; the agent runs in .*asset\.code/);
});

test('a virtual environment beside the agent comes before that which is active', async () => {
  const project = projectWith({ 'a/agent.py': 'print(1)' });
  const assembly = synthesized(project, [{ id: 'Agent', folder: 'a', from: 'fromPython' }]);
  const python = join(project, 'a/.venv/bin/python');
  const other = folderWith({ 'bin/python': '#!/bin/sh\necho other' });
  mkdirSync(dirname(python), { recursive: true });
  writeFileSync(python, '#!/bin/sh\necho "own $VIRTUAL_ENV $1"; exit 9', { mode: 0o755 });
  await expect(started({ assembly, project, environment: { VIRTUAL_ENV: other } })).rejects.toThrow(`with code 9\n${python} agent.py in ${join(project, 'a')} printed:\n  own ${join(project, 'a/.venv')} agent.py`);
});
