import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Compares the templates of two assemblies.
 *
 * @param count how many apps made them at least, each with a stack of another name
 * @param assemblies two folders, by what they are called in messages
 */
export function templateDifferences(count, assemblies) {
  const [[ours, a], [theirs, b]] = Object.entries(assemblies).map(([title, folder]) => [title, templatesIn(folder)]);
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  if (names.length < count || count === 0) {
    return [`${count} apps made ${names.length} templates: each needs a stack, with a name of its own`];
  }
  return names.filter((name) => a[name] !== b[name])
    .map((name) => `${name} differs.\n${ours}:\n${a[name] ?? 'none'}\n${theirs}:\n${b[name] ?? 'none'}`);
}

function templatesIn(assembly) {
  const files = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(assembly, file), 'utf8')]));
}
