import { McpServerOptions } from './options.js';

const DEFAULT_SESSION_TIMEOUT_SECONDS = 900;

/** What a client tells its model about all the tools together. */
export function serverInstructions(options: McpServerOptions): string {
  const { sessionTimeoutSeconds = DEFAULT_SESSION_TIMEOUT_SECONDS, idleTimeoutSeconds } = options;
  const idle = idleTimeoutSeconds === undefined ? '' : `, or ${idleTimeoutSeconds} seconds after the last call`;
  return [
    'These tools run code in a sandbox, which has neither the files nor the programs of the user\'s machine.',
    'All of them work in one session, which starts with the first call: variables, imports, files and installed packages stay',
    `from call to call. A session ends ${sessionTimeoutSeconds} seconds after its start${idle}; the next call then gets a new,`,
    'empty one, and its result says so. Give paths relative to the working directory. To see a chart, save it as PNG and read',
    'that file. For what takes longer than a minute, start a command and look at it now and then.',
  ].join(' ');
}
