import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { AssemblyError } from './assembly-error.js';

/**
 * The path as it is when links are followed.
 * @throws AssemblyError where it leads out of the folder, or nowhere: what runs has to be what a deploy would ship
 */
export async function realPathWithin(folder: string, path: string, what: string): Promise<string> {
  const [inside, found] = await Promise.all([realpath(folder), realpath(path).catch(() => undefined)]);
  if (found === undefined) { throw new AssemblyError(`${what}: there is no ${path}; run \`cdk synth\` again`); }
  const way = relative(inside, found);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new AssemblyError(`${what}: ${path} leads out of ${folder}; have the CDK copy assets into the assembly, as it does by default, and run \`cdk synth\` again`);
  }
  return found;
}
