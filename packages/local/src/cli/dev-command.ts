import { Command } from 'commander';
import { integerArgument } from './quantity-argument.js';
import { closeOnSignal } from './shutdown.js';
import { addStartOptions, serviceOptions, StartFlags } from './start-options.js';

interface DevFlags {
  readonly project: string;
  readonly assembly?: string;
  readonly agent?: string;
  readonly port?: number;
  readonly docker: boolean;
  readonly command?: string;
  readonly scripted?: true;
  readonly chat: boolean;
  readonly servicePort?: number;
}

/** Flags of `start` that say how the service runs code. Where it listens, and for whom, is settled here. */
const OF_SERVICE = [
  '--region', '--account-id', '--config', '--memory', '--cpus', '--disk', '--files', '--processes', '--output-limit', '--call-timeout', '--task-timeout',
  '--pool', '--tier', '--unsafe-no-sandbox', '--python', '--preload', '--fault', '--limit-rates', '--allow-host', '--no-page',
];

export function devCommand(): Command {
  const command = new Command('dev')
    .description('run an agent of a CDK app here: synthesize, serve its code interpreters, start it, talk to it, again after each change')
    .option('--project <folder>', 'the CDK app', '.')
    .option('--assembly <folder>', 'use this synthesized app as it is, and again when it is synthesized anew (default: `cdk synth` is run)')
    .option('--agent <name>', 'runtime name, logical id, construct path, or the end of one (default: the only agent)')
    .option('--port <number>', 'where the agent listens, told to it as PORT (default: 8080)', integerArgument(1, 65_535))
    .option('--command <text>', 'what starts the agent, for sh (default: its entry point, or what its Dockerfile starts)')
    .option('--no-docker', 'never build an image (default: an agent with a Dockerfile runs in a container if Docker answers)')
    .option('--scripted', 'have a scripted stand-in answer calls of a model (default: if there are no AWS credentials)')
    .option('--no-chat', 'serve only (default: chat if this is a terminal)')
    .option('--service-port <number>', 'where the service listens (default: any port that is free)', integerArgument(0, 65_535));
  for (const option of addStartOptions(new Command()).options) {
    if (OF_SERVICE.includes(option.long ?? '')) { command.addOption(option); }
  }
  return command.action(dev);
}

async function dev(flags: DevFlags & StartFlags): Promise<void> {
  // The other commands do without all that these bring along.
  const [{ DeveloperLoop }, { Terminal }, { chat }] = await Promise.all([
    import('../dev/developer-loop.js'), import('../dev/terminal.js'), import('../dev/chat.js'),
  ]);
  const terminal = new Terminal(process.stdout);
  const ending = new AbortController();
  const { port, servicePort, project, assembly, agent, command, scripted } = flags;
  const starting = DeveloperLoop.start({
    project,
    assembly,
    agent,
    port,
    command,
    scripted,
    // Commander makes it true when it is not given.
    docker: flags.docker ? undefined : false,
    service: { ...serviceOptions(flags), port: servicePort },
    signal: ending.signal,
    say: (topic, text) => terminal.say(topic, text),
    onOutput: (topic, line) => terminal.quote(topic, line),
  });
  // From now on: what has been started would be left behind otherwise. That it cannot start is told below.
  const closed = closeOnSignal(async () => {
    ending.abort(new Error('it was ended before it had started'));
    await (await starting.catch(() => undefined))?.close();
  }, (message) => {
    terminal.stopAsking();
    terminal.say('end', message);
  });
  const loop = await starting.catch((error: Error) => {
    // That it did not start is what was asked for.
    if (!ending.signal.aborted) { throw error; }
  });
  if (!loop) { return closed; }
  const talking = flags.chat && process.stdin.isTTY && process.stdout.isTTY;
  if (!talking) {
    terminal.say('end', 'Ctrl-C, or a signal, ends it');
    return closed;
  }
  const left = chat({
    input: process.stdin,
    output: process.stdout,
    terminal,
    agent: () => loop.agent,
    onInterrupt: () => process.kill(process.pid, 'SIGINT'),
  });
  await Promise.race([closed, left.then(() => loop.close())]);
  process.stdin.destroy();
}
