import { Command } from 'commander';
import { devCommand } from './dev-command.js';
import { envCommand } from './env-command.js';
import { setupCommand } from './setup-command.js';
import { startCommand } from './start-command.js';
import { version } from './version.js';
import { visibleText } from '../watch/visible-text.js';

/** Runs the command line. Exits with 1 when something is wrong, and says what on stderr. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has gone, such as `head`, must not end the service.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') { throw error; } });
  }
  const program = new Command('agentcore-local')
    .description('Amazon Bedrock AgentCore Code Interpreter on this machine: its HTTP API, over real sandboxes')
    .version(version)
    .showHelpAfterError('(agentcore-local --help, and agentcore-local start --help, say what there is)')
    .addCommand(startCommand(), { isDefault: true })
    .addCommand(devCommand())
    .addCommand(setupCommand())
    .addCommand(envCommand())
    .addHelpText('after', '\nWithout a command it starts; `agentcore-local start --help` lists the flags for that.');
  for (const command of program.commands) { command.copyInheritedSettings(program); }
  try {
    await program.parseAsync(argv);
  } catch (error) {
    // It may quote an assembly.
    process.stderr.write(`error: ${visibleText((error as Error).message)}\n`);
    process.exitCode = 1;
  }
}
