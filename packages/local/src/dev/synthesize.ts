import { access } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { AgentError, AgentFailedError } from './agent-error.js';
import { OutputListener } from './launch-context.js';
import { runToEnd } from './run-to-end.js';
import { isRecord } from '../assembly/template.js';
import { readJsonFile } from '../json-file.js';

/** The app does not synthesize: its code has to change. */
export class SynthesisError extends AgentFailedError {}

/** Where a CDK app is, and how it is synthesized. */
export interface CdkProject {
  readonly folder: string;
  /** The CLI. */
  readonly cdk: string;
  /** Where the assembly goes. */
  readonly assembly: string;
}

/**
 * The CDK app of a folder, with the CLI that it has installed, else that on the path.
 * @throws AgentError that says what is missing
 */
export async function cdkProject(given: string, environment: Readonly<Record<string, string | undefined>>): Promise<CdkProject> {
  const folder = resolve(given);
  const file = join(folder, 'cdk.json');
  if (!await isThere(file)) {
    throw new AgentError(`${folder} has no cdk.json; call this in the folder of a CDK app, or give one that is synthesized already: --assembly cdk.out`);
  }
  const settings = await readJsonFile(file);
  const output = isRecord(settings) && typeof settings.output === 'string' ? settings.output : 'cdk.out';
  return { folder, cdk: await cdkOf(folder, environment), assembly: resolve(folder, output) };
}

/** @throws SynthesisError */
export async function synthesize({ folder, cdk, assembly }: CdkProject, onOutput: OutputListener, signal: AbortSignal): Promise<void> {
  const code = await runToEnd([cdk, 'synth', '--quiet', '--no-notices', '--output', assembly], { folder, environment: process.env, onOutput, signal });
  if (code !== 0) { throw new SynthesisError(`cdk synth ended with ${code}, see above`); }
}

async function cdkOf(folder: string, { PATH = '' }: Readonly<Record<string, string | undefined>>): Promise<string> {
  const folders = [];
  for (let at = folder; ; at = dirname(at)) {
    folders.push(join(at, 'node_modules/.bin'));
    if (at === dirname(at)) { break; }
  }
  for (const bin of [...folders, ...PATH.split(delimiter).filter(Boolean)]) {
    if (await isThere(join(bin, 'cdk'))) { return join(bin, 'cdk'); }
  }
  throw new AgentError(`${folder}: the CDK's CLI is neither in its node_modules nor on the path; run \`npm install --save-dev aws-cdk\`, `
    + 'or synthesize the app in your own way, and give the folder with --assembly');
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
