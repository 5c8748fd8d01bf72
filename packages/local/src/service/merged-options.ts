import { LocalServiceOptions } from './options.js';
import { readConfig } from '../config/config-file.js';

/** With what the configuration file says, where nothing is given in code. Faults, interpreters and hosts of both count. */
export async function mergedOptions(options: LocalServiceOptions): Promise<LocalServiceOptions> {
  if (options.config === undefined) { return options; }
  const written = await readConfig(options.config);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as LocalServiceOptions;
  return {
    ...written,
    ...given,
    limits: { ...written.limits, ...given.limits },
    interpreters: [...written.interpreters ?? [], ...given.interpreters ?? []],
    faults: [...written.faults ?? [], ...given.faults ?? []],
    hostNames: [...written.hostNames ?? [], ...given.hostNames ?? []],
    allowHosts: [...written.allowHosts ?? [], ...given.allowHosts ?? []],
  };
}
