import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib/core';
import { EjectRequest, HELP, parseCommandLine } from './command-line';
import { ejectedApp } from './ejected-app';
import { reasonAgainst, withoutFolder } from './own-folder';
import { presentIn, writeFiles } from './write-files';
import { AgentsFromConfig, AgentsFromConfigOptions } from '../../agents-from-config';
import { load } from '../load';
import { problemText } from '../problem';
import { yamlFile } from '../source';

/** Where a command writes to. */
export interface Output {
  out(text: string): void;
  error(text: string): void;
}

/** Runs the command of this package: 0 is success, 1 that it could not be done, 2 that it was asked for in a wrong way. */
export function command(args: string[], output: Output): 0 | 1 | 2 {
  const request = parseCommandLine(args);
  switch (request.kind) {
    case 'help':
      output.out(HELP);
      return 0;
    case 'version':
      output.out(`${version()}\n`);
      return 0;
    case 'mistake':
      output.error(`${request.message}\n\n${HELP}`);
      return 2;
    case 'eject':
      try {
        return eject(request, output);
      } catch (error) {
        output.error(`${messageOf(error)}\n`);
        return 1;
      }
  }
}

function eject(request: EjectRequest, { out, error }: Output): 0 | 1 {
  const { file, language, id, stage, parameters, options, names } = request;
  const configuration: AgentsFromConfigOptions = { stage, parameters, options, names };
  const loaded = load(yamlFile(file), configuration);
  const folder = path.resolve(request.out ?? path.join(path.dirname(file), 'cdk'));
  const stackId = request.stackId ?? `${loaded.service || 'agents'}-${loaded.stage}`.replace(/^(?=[^A-Za-z])/, 'S').replace(/[^A-Za-z0-9-]/g, '-').slice(0, 128);
  rehearse(file, configuration, stackId, id);

  const shownFolder = path.relative('', folder) || '.';
  const reason = reasonAgainst(folder, loaded.plan, path.resolve(file));
  if (reason !== undefined) {
    error(`the app cannot be in ${shownFolder}: ${reason}; choose a folder of its own with --out\n`);
    return 1;
  }
  const files = ejectedApp(withoutFolder(loaded.plan, folder), language, {
    folder, source: path.basename(file), service: loaded.service, stage: loaded.stage, stackId, id,
  });
  const present = presentIn(folder, files);
  if (present.length > 0 && !request.force) {
    error(`${shownFolder} has ${present.join(', ')} already, so nothing was written; choose another folder with --out, or overwrite with --force\n`);
    return 1;
  }
  writeFiles(folder, files);
  for (const note of loaded.notes) { error(`${problemText(note)}\n`); }
  if (/\$\{\s*env:/.test(fs.readFileSync(file, 'utf8'))) {
    error(`values of \${env:…} are written out in ${shownFolder}: look for secrets before you commit\n`);
  }
  out(`${Object.keys(files).map((name) => `${path.join(shownFolder, name)}\n`).join('')}`);
  return 0;
}

/** Makes everything once: what fails then would fail in the app that is written, where nothing knows the line of the file any more. */
function rehearse(file: string, options: AgentsFromConfigOptions, stackId: string, id: string): void {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'eject-'));
  try {
    // Dependencies of agents are not installed for this, and no code is copied.
    const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-asset-staging': true } });
    AgentsFromConfig.fromYamlFile(new Stack(app, stackId), id, file, options);
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function version(): string {
  return JSON.parse(fs.readFileSync(path.join(__dirname, '..', '..', '..', 'package.json'), 'utf8')).version;
}

/** Without a stack trace, which is about this program and not about the file. */
function messageOf(error: unknown): string {
  return (error as Error).message.replace('nothing was defined', 'nothing was written').replace(/ \[at [^\]]*\]$/, '').trimEnd();
}
