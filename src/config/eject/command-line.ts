import { parseArgs } from 'util';
import type { Language } from './ejected-app';
import { ConfigNames } from '../../agents-from-config';

export const HELP = `Usage: cdk-agentcore-code-interpreter eject <file> --language typescript|python [options]

Writes a CDK app that makes what AgentsFromConfig makes of the file, in code that is yours to change.

  --language typescript|python  the language of the app
  --out <folder>                where to write it           (default: cdk, beside the file)
  --stage <stage>               the stage                   (default: that of the file, or dev)
  --param <name>=<value>        a parameter, for \${param:name}; as often as needed
  --option <name>=<value>       an option, for \${opt:name}; as often as needed
  --names framework             keep the names of the Serverless Framework, to take over its stack
  --stack <id>                  the id of the stack         (default: <service>-<stage>)
  --id <id>                     the id of the construct, and the name of its class  (default: Agents)
  --force                       overwrite files that are there
  --help, --version
`;

const LANGUAGES = ['typescript', 'python'];
const STACK_ID = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

/** What the user asked for. */
export type Request =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'mistake'; readonly message: string }
  | EjectRequest;

export interface EjectRequest {
  readonly kind: 'eject';
  readonly file: string;
  readonly language: Language;
  readonly out?: string;
  readonly stage?: string;
  readonly parameters: { [name: string]: string };
  readonly options: { [name: string]: string };
  readonly names?: ConfigNames;
  readonly stackId?: string;
  readonly id: string;
  readonly force: boolean;
}

const OPTIONS = {
  language: { type: 'string' },
  out: { type: 'string' },
  stage: { type: 'string' },
  param: { type: 'string', multiple: true },
  option: { type: 'string', multiple: true },
  names: { type: 'string' },
  stack: { type: 'string' },
  id: { type: 'string' },
  force: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

export function parseCommandLine(args: string[]): Request {
  try {
    const { values, positionals: [command, ...files] } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    if (values.version) { return { kind: 'version' }; }
    if (values.help || command === 'help') { return { kind: 'help' }; }
    if (command !== 'eject') { return mistake(command === undefined ? 'no command; the one there is: eject' : `unknown command "${command}"; the one there is: eject`); }
    if (files.length !== 1) { return mistake(`eject takes one file, got ${files.length === 0 ? 'none' : files.join(', ')}; for example: eject serverless.yml --language typescript`); }
    const { language, stack, id = 'Agents', names } = values;
    if (language === undefined || !LANGUAGES.includes(language)) {
      return mistake(`--language must be typescript or python, got: ${language ?? 'none'}`);
    }
    if (names !== undefined && names !== 'framework') { return mistake(`--names must be framework, or left out, got: ${names}`); }
    if (stack !== undefined && !STACK_ID.test(stack)) {
      return mistake(`--stack must begin with a letter and have up to 128 letters, digits and hyphens, got: ${stack}`);
    }
    if (!/[A-Za-z]/.test(id)) { return mistake(`--id must have a letter, because the class is called after it, got: ${id || '""'}`); }
    return {
      kind: 'eject',
      file: files[0],
      language: language as Language,
      out: values.out,
      stage: values.stage,
      parameters: pairs('--param', values.param),
      options: pairs('--option', values.option),
      names: names === undefined ? undefined : ConfigNames.FRAMEWORK,
      stackId: stack,
      id,
      force: values.force ?? false,
    };
  } catch (error) {
    return mistake((error as Error).message);
  }
}

function pairs(flag: string, all: readonly string[] = []): { [name: string]: string } {
  return Object.fromEntries(all.map((pair) => {
    const equals = pair.indexOf('=');
    if (equals < 1) { throw new SyntaxError(`${flag} must be <name>=<value>, got: ${pair}`); }
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  }));
}

function mistake(message: string): Request {
  return { kind: 'mistake', message };
}
