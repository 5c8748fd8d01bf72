import { Command } from 'commander';
import { ServiceObserver } from '../observer.js';
import { banner } from './banner.js';
import { DEFAULT_PORT } from './default-port.js';
import { closeOnSignal } from './shutdown.js';
import { addStartOptions, serviceOptions, StartFlags } from './start-options.js';
import { LocalService } from '../service/local-service.js';
import { LocalServiceOptions } from '../service/options.js';
import { JsonLog } from '../watch/json-log.js';
import { TextLog } from '../watch/text-log.js';
import { visibleJson, visibleLine, visibleText } from '../watch/visible-text.js';

export function startCommand(): Command {
  const command = new Command('start').description('serve the API until a signal ends it').argument('[none...]');
  return addStartOptions(command).usage('[options]').action(async (words: string[], flags: StartFlags) => {
    const [word] = words;
    // It is the default command, so that a misspelt command ends up here.
    if (word !== undefined) { throw new Error(`there is no command ${visibleLine(word, 50)}; there are start, dev, setup and env (agentcore-local --help)`); }
    await start(flags);
  });
}

async function start(flags: StartFlags): Promise<void> {
  const write = (line: string): void => { process.stdout.write(`${line}\n`); };
  const warn = (message: string): void => {
    process.stderr.write(`${flags.json ? visibleJson({ type: 'warning', message }) : `warning: ${visibleText(message)}`}\n`);
  };
  const starting = startedWith({ ...serviceOptions(flags), observer: logOf(flags, write), onWarning: warn });
  // From now on: what has been started would be left behind otherwise. That it cannot start is told below.
  const closed = closeOnSignal(async () => (await starting.catch(() => undefined))?.close(), (message) => process.stderr.write(`${message}\n`));
  const service = await starting;
  const { url, report, interpreters, environment, agents, page } = service;
  if (flags.json) {
    write(visibleJson({ type: 'started', url, report, interpreters, environment, agents }));
  } else {
    for (const line of banner({ report, url, page, interpreters, environment, agents })) { write(visibleText(line)); }
  }
  await closed;
}

async function startedWith(options: LocalServiceOptions): Promise<LocalService> {
  // The other commands do without all that this brings along.
  const { startService } = await import('../service/start.js');
  return startService(options, DEFAULT_PORT);
}

function logOf({ json, verbose, quiet }: StartFlags, write: (line: string) => void): ServiceObserver | undefined {
  if (quiet) { return undefined; }
  return json ? new JsonLog(write, verbose ?? false) : new TextLog(write, verbose ?? false);
}
