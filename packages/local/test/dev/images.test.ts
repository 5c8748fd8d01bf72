import { chmodSync, existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { plainAgent, projectWith, synthesized, writtenImageAssembly } from './agent-project.js';
import { started } from './started-agent.js';
import { dockerLaunch } from '../../src/dev/docker.js';
import { folderWith } from '../assembly/written-assembly.js';

const SHOW = 'answer.end(JSON.stringify({ folder: process.cwd(), words: process.argv.slice(2), env: process.env }))';

function dockerfile(...lines: string[]): string {
  return ['FROM public.ecr.aws/docker/library/node:22-slim', 'WORKDIR /app', ...lines].join('\n');
}

describe('without Docker', () => {
  test('what the Dockerfile starts runs in the folder that it is in, and that is said', async () => {
    const project = projectWith({
      'js/Dockerfile': dockerfile('COPY . .', 'ENV MODE=fast TOKEN=own DOCKER_CONTAINER=1 PYTHONPATH=/app', 'ENTRYPOINT ["node", "/app/agent.js"]', 'CMD ["one"]'),
      'js/agent.js': plainAgent(SHOW),
      'other/Dockerfile': 'FROM x',
    });
    const assembly = synthesized(project, [{ id: 'Agent', folder: 'js', from: 'fromDockerfile', environment: { TOKEN: 'of the template' } }]);
    const agent = await started({ assembly, project, docker: false });
    const { folder, words, env } = (await agent.invoke({})).body as { folder: string; words: string[]; env: Record<string, string> };
    expect({ folder, words }).toEqual({ folder: realpathSync(join(project, 'js')), words: ['one'] });
    expect(env).toMatchObject({ MODE: 'fast', TOKEN: 'of the template', CUSTOM_INTERPRETER_ID: expect.stringMatching(/^Box_Open/) as string });
    // It would listen on all addresses of this machine.
    expect(env.DOCKER_CONTAINER).toBeUndefined();
    expect(env.PYTHONPATH).toBe(process.env.PYTHONPATH);
    expect(agent.command[0]).toBe(process.execPath);
    expect(agent.notes).toEqual([
      'its image is not built: `node agent.js one`, of its Dockerfile, runs on this machine as you, with what is installed here',
      'variables that its Dockerfile sets for a container are left out: DOCKER_CONTAINER, PYTHONPATH',
    ]);
  });

  test('instrumentation is left out, and a Python is the one of the virtual environment', async () => {
    const home = folderWith({ 'bin/python': '#!/bin/sh\necho "$0 $*"; exit 9' });
    chmodSync(join(home, 'bin/python'), 0o755);
    const assembly = writtenImageAssembly({ 'Dockerfile': dockerfile('CMD ["opentelemetry-instrument", "python3.13", "-m", "agent"]'), 'agent.py': '' });
    await expect(started({ assembly, docker: false, environment: { VIRTUAL_ENV: home } })).rejects.toThrow(`printed:\n  ${home}/bin/python -m agent`);
  });

  test.each([
    ['CMD node agent.js', /Dockerfile: CMD is in the shell form, `node agent\.js`, which is for the shell and the folders of the image; write it as a list, such as \["python", "agent\.py"\], or start Docker, or say with --command what starts the agent$/],
    ['ENTRYPOINT exec node agent.js\nCMD ["x"]', /Dockerfile: ENTRYPOINT is in the shell form, `exec node agent\.js`/],
    ['RUN true', /Dockerfile: it has neither ENTRYPOINT nor CMD, so that its base image says what starts; start Docker, or say with --command/],
    ['CMD ["no-such-program"]', /no-such-program cannot be started in .*ENOENT; install it, or say with --command what starts the agent$/],
  ])('fails for %j', async (instruction, message) => {
    const assembly = writtenImageAssembly({ 'Dockerfile': dockerfile(instruction), 'agent.js': plainAgent() });
    await expect(started({ assembly, docker: false })).rejects.toThrow(message);
  });

  test('fails for a Dockerfile without stages, or without the one that is built', async () => {
    await expect(started({ assembly: writtenImageAssembly({ Dockerfile: '' }), docker: false })).rejects.toThrow(/Dockerfile has no stage; start Docker/);
    const other = writtenImageAssembly({ Dockerfile: dockerfile() }, { dockerBuildTarget: 'production' });
    await expect(started({ assembly: other, docker: false })).rejects.toThrow(/Dockerfile has no stage production; start Docker/);
  });

  test('the shell form is no matter when the developer says what to run', async () => {
    const assembly = writtenImageAssembly({ 'Dockerfile': dockerfile('CMD node agent.js'), 'agent.js': plainAgent('answer.end("ran")') });
    expect((await (await started({ assembly, docker: false, command: 'node agent.js' })).invoke({})).body).toBe('ran');
  });
});

/** Puts a program that is called `docker`, and does what `script` says, before all others on the path. */
function fakeDocker(script: string): { log: () => string[] } {
  const folder = folderWith({ docker: `#!/bin/sh\nprintf '%s\\n' "$*" >> "$(dirname "$0")/log"\n${script}` });
  chmodSync(join(folder, 'docker'), 0o755);
  const before = process.env.PATH;
  process.env.PATH = `${folder}:${before}`;
  onTestFinished(() => { process.env.PATH = before; });
  return { log: () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8').trim().split('\n') : []) };
}

// There is no engine on the machines that this was made on: that these are the right arguments is by Docker's documentation.
describe('with a stand-in for the command docker', () => {
  const ANSWERS = 'case "$1" in info) echo 29.0;; build) echo "step 1";; run) exec node "$AGENT_FILE";; esac';

  function assembly(): string {
    return writtenImageAssembly({ 'Dockerfile': dockerfile('CMD node agent.js'), 'agent.js': plainAgent(SHOW) }, {
      dockerBuildArgs: { VERSION: '1' }, dockerBuildTarget: 'production', platform: 'linux/arm64',
    });
  }

  test('an image is built for this machine and run on its network, with the agent\'s variables, and removed', async () => {
    const docker = fakeDocker(ANSWERS);
    const folder = assembly();
    const agent = await started({ assembly: folder, environment: { AGENT_FILE: join(folder, 'asset.image/agent.js'), GREETING: 'hello' } });
    const { env } = (await agent.invoke({})).body as { env: Record<string, string> };
    expect(env.GREETING).toBe('hello');
    expect(agent.output[0]).toBe('stdout step 1');
    expect(agent.runsSources).toBe(false);
    expect(agent.notes).toEqual([
      'its image is built for this machine; deployed, for arm64. Credentials in files are not passed into it, those in variables are',
      'it runs on the network of this machine: if it listens on all addresses, as agents in containers do, others may reach it',
    ]);
    await agent.close();
    const context = realpathSync(join(folder, 'asset.image'));
    const [info, build, run, remove, ...more] = docker.log();
    expect(info).toBe('info --format {{.ServerVersion}}');
    expect(build).toBe(`build --tag agentcore-local/tag1 --file ${context}/Dockerfile --target production --build-arg VERSION=1 ${context}`);
    const name = /--name (agentcore-local-[0-9a-f-]{36})/.exec(run ?? '')?.[1];
    expect(run).toMatch(new RegExp(`^run --rm --init --name ${name} --network host( --env [A-Z_0-9]+)+ agentcore-local/tag1$`));
    expect(run).not.toContain('hello');
    for (const variable of ['AGENT_FILE', 'GREETING', 'PORT']) { expect(run).toContain(` --env ${variable} `); }
    expect(run).not.toContain(' --env PATH ');
    expect(remove).toBe(`rm --force ${name}`);
    expect(more).toEqual([]);
  });

  test('a build that fails is told, with what it printed', async () => {
    fakeDocker('case "$1" in info) echo 29.0;; build) echo "no such base" >&2; exit 17;; esac');
    const output: string[] = [];
    await expect(started({ assembly: assembly(), onOutput: (line) => output.push(line) })).rejects.toThrow(
      'the image of agent cannot be built (docker build ended with 17, see above); or go without it: --no-docker');
    expect(output).toEqual(['no such base']);
  });

  test('an engine that does not answer is no Docker', async () => {
    const docker = fakeDocker('echo "Cannot connect to the Docker daemon" >&2; exit 1');
    const folder = writtenImageAssembly({ 'Dockerfile': dockerfile('CMD ["node", "agent.js"]'), 'agent.js': plainAgent() });
    expect((await started({ assembly: folder })).notes[0]).toMatch(/^its image is not built/);
    expect(docker.log()).toEqual(['info --format {{.ServerVersion}}']);
  });

  test('it is not asked when the developer wants none', async () => {
    const docker = fakeDocker(ANSWERS);
    await started({ assembly: writtenImageAssembly({ 'Dockerfile': dockerfile('CMD ["node", "agent.js"]'), 'agent.js': plainAgent() }), docker: false });
    expect(docker.log()).toEqual([]);
  });

  test('where containers run in a virtual machine, they reach this one by its name there', async () => {
    fakeDocker(ANSWERS);
    const folder = assembly();
    const environment = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: 'http://127.0.0.1:8787', PORT: '9000', PATH: process.env.PATH };
    const launch = await dockerLaunch(
      { id: 'a', folder: join(folder, 'asset.image'), dockerfile: 'Dockerfile', buildArguments: {}, imageTags: [] },
      { name: 'a', assembly: folder, project: folder, port: 9000, environment, own: Object.keys(environment).slice(0, 2), onOutput: () => undefined, signal: new AbortController().signal },
      'darwin',
    );
    expect(launch.command.join(' ')).toMatch(/^docker run --rm --init --name \S+ --add-host agentcore\.localhost:host-gateway --publish 127\.0\.0\.1:9000:9000 --env AWS_ENDPOINT_URL_BEDROCK_AGENTCORE --env PORT agentcore-local\/a$/);
    expect(launch.environment.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE).toBe('http://agentcore.localhost:8787');
  });
});
