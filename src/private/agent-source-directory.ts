import * as fs from 'fs';
import * as path from 'path';
import { IgnoreMode, IgnoreStrategy, Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { configurationError, shown } from './errors';

const MAX_ENTRY_POINT_LENGTH = 128;

/** The parts of an entry point that differ between languages. */
export interface EntryPointRules {
  /** The language, as in a message. */
  readonly name: string;
  /** The one extension that the service runs. */
  readonly extension: string;
  /** How to get there from the other extensions of the language. */
  readonly otherExtensions: { readonly [extension: string]: string };
}

export function isFile(...segments: string[]): boolean {
  const file = path.join(...segments);
  return fs.existsSync(file) && fs.statSync(file).isFile();
}

export function checkDirectory(scope: Construct, directory: string): void {
  const exists = fs.existsSync(directory);
  if (exists && fs.statSync(directory).isDirectory()) { return; }
  throw configurationError(scope, 'AgentDirectoryNotFound', exists
    ? `the directory of an agent must be a directory, and ${directory} is a file; use the directory that holds it`
    : `found no directory ${directory}; create it, or name another one (the working directory is ${process.cwd()})`);
}

/** The folder that the synthesis writes to, as a pattern to exclude: copied into itself, it would never end. */
export function outputFolder(scope: Construct, directory: string): string[] {
  const relative = relativeInside(directory, path.resolve(Stage.of(scope)!.assetOutdir));
  return relative ? [`/${relative}`] : [];
}

/** What `cdk.json` runs: the app that defines an agent is not the agent, though in Python it is called `app.py` as well. */
export function wordsOfCdkApp(directory: string): string[] {
  if (!isFile(directory, 'cdk.json')) { return []; }
  const app = /"app"\s*:\s*"([^"]*)"/.exec(fs.readFileSync(path.join(directory, 'cdk.json'), 'utf8'));
  return app ? app[1].split(' ').map((word) => path.posix.normalize(word)) : [];
}

/** @returns the entry point as the service takes it */
export function checkEntryPoint(
  scope: Construct, directory: string, rules: EntryPointRules, entryPoint: string, exclude: string[],
): string {
  const extension = path.extname(entryPoint);
  if (extension !== rules.extension) {
    throw configurationError(scope, 'InvalidEntryPoint',
      `entryPoint of a ${rules.name} agent must be a ${rules.extension} file, got: ${shown(entryPoint)}`
      + `; ${rules.otherExtensions[extension] ?? 'name another file'}`);
  }
  const relative = relativeInside(directory, path.resolve(directory, entryPoint));
  if (!relative || !isFile(directory, relative)) {
    throw configurationError(scope, 'InvalidEntryPoint', `entryPoint must be a file in ${directory}, got: ${shown(entryPoint)}; `
      + (relative ? 'add that file, or name one that is there' : 'use the directory that holds the file'));
  }
  if (IgnoreStrategy.fromCopyOptions({ exclude, ignoreMode: IgnoreMode.GIT }, directory).ignores(path.join(directory, relative))) {
    throw configurationError(scope, 'InvalidEntryPoint',
      `entryPoint must be a file that is packed, got: ${shown(relative)}, which is left out; bring it back with a pattern in exclude that begins with !`);
  }
  checkEntryPointLength(scope, relative);
  return relative;
}

export function checkEntryPointLength(scope: Construct, entryPoint: string): void {
  if (entryPoint.length >= 1 && entryPoint.length <= MAX_ENTRY_POINT_LENGTH) { return; }
  throw configurationError(scope, 'InvalidEntryPoint',
    `entryPoint must have 1 to ${MAX_ENTRY_POINT_LENGTH} characters, got ${entryPoint.length}: ${shown(entryPoint)}; `
    + (entryPoint === '' ? 'name the file to run' : 'use a shorter path'));
}

/** The path of `file` in `directory` with forward slashes, if it is in there. */
function relativeInside(directory: string, file: string): string | undefined {
  const relative = path.relative(directory, file);
  const outside = relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  return outside ? undefined : relative.split(path.sep).join('/');
}
