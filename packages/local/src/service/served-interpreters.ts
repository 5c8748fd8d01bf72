import { Assembly } from '../assembly/assembly.js';
import { localId, validName } from '../assembly/local-id.js';
import { ConfiguredInterpreter } from '../config/config-file.js';
import { SeedInterpreter } from '../state/interpreter.js';

/**
 * Those of the assembly and of the options.
 * @throws Error when two have the same id, or a name or id is not the service's.
 */
export function servedInterpreters(
  assembly: Assembly | undefined,
  configured: readonly ConfiguredInterpreter[],
  warn: (message: string) => void,
): SeedInterpreter[] {
  const served: SeedInterpreter[] = [];
  const wanted = [...assembly?.interpreters ?? [], ...configured.map(ofConfigured)];
  for (const { id, name, description, networkMode, executionRoleArn, tags } of wanted) {
    if (served.some((other) => other.id === id)) {
      throw new Error(`interpreters: ${id} is there twice; give one of them another name, or an id of its own`);
    }
    const free = freeName(name, served);
    // Stages of an app may go to accounts of their own, in which names do not meet. Here they do.
    if (free !== name) { warn(`two code interpreters have the name ${name}: that with the id ${id} is served under the name ${free}`); }
    served.push({ id, name: free, description, networkMode, executionRoleArn, tags });
  }
  return served;
}

function ofConfigured({ name, id, description, networkMode, executionRoleArn, tags }: ConfiguredInterpreter): SeedInterpreter {
  if (validName(name) !== name) { throw new Error(`interpreters: name ${JSON.stringify(name)} is not allowed: a letter, then up to 47 letters, digits and _`); }
  if (id !== undefined && !/^[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$/.test(id)) {
    throw new Error(`interpreters: id ${JSON.stringify(id)} is not allowed: a name, then - and 10 letters or digits`);
  }
  return { id: id ?? localId(name, 'interpreters', name), name, description, networkMode: networkMode ?? 'SANDBOX', executionRoleArn, tags };
}

function freeName(name: string, served: readonly SeedInterpreter[]): string {
  const taken = new Set(served.map((interpreter) => interpreter.name));
  let free = name;
  for (let number = 2; taken.has(free); number++) {
    const suffix = `_${number}`;
    free = name.slice(0, 48 - suffix.length) + suffix;
  }
  return free;
}
