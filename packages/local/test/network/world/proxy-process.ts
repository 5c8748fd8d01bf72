import { startFilteringProxy } from '../../../src/network/proxy.js';

/** The proxy in a process of its own: `node proxy-process.js SOCKET NAMES-AS-JSON`. On SIGUSR2, prints how many connections are open. */
const [socketPath = '', names = '{}'] = process.argv.slice(2);
const addresses = JSON.parse(names) as Record<string, string[]>;
const proxy = await startFilteringProxy({
  socketPath, environment: {}, resolve: (name) => Promise.resolve(addresses[name] ?? []), limits: { connectSeconds: 3, stalledSeconds: 4 },
});
process.on('SIGUSR2', () => process.stdout.write(`${proxy.open}\n`));
process.stdout.write('listening\n');
