import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { VariableSources } from './sources';
import { shown } from '../../private/errors';
import { ConfigNode } from '../node';
import { Problems } from '../problem';
import { isBelow, isReadable } from '../readable';
import { MAX_CHARACTERS } from '../reading/compose';
import { readYamlValue } from '../yaml';

/** Of all files that are brought in. */
const MAX_TOTAL = 2 * MAX_CHARACTERS;
const CODE = /\.[cm]?[jt]sx?$/i;
const YAML = /\.(ya?ml|json|tfstate)$/i;

export type Included =
  | { readonly kind: 'tree'; readonly name: string; readonly root: ConfigNode }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** What cannot be read as YAML, about which there are problems already. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly message: string };

/** The files that `${file(…)}` brings in, each read once. Nothing is executed. */
export class IncludedFiles {
  private readonly known = new Map<string, Included>();
  private total = 0;

  constructor(private readonly sources: VariableSources, private readonly problems: Problems) {}

  public read(name: string): Included {
    const file = path.resolve(this.sources.directory, name.replace(/^~(?=$|[/\\])/, () => os.homedir()));
    const known = this.known.get(file) ?? this.load(name, file);
    this.known.set(file, known);
    return known;
  }

  private load(name: string, file: string): Included {
    const directories = [this.sources.directory, ...this.sources.readableDirectories];
    const outside = refused(`${shown(name)} is outside the folder of the configuration, ${this.sources.directory}; `
      + 'move it there, or allow its folder: readableDirectories');
    if (CODE.test(file)) {
      return refused(`${shown(name)} is code, and nothing is executed; `
        + 'write its result to a YAML or JSON file, or pass values as parameters: { name: value }');
    }
    // Before the file is looked for, so that nothing can be learned of what is elsewhere.
    if (!isBelow(file, directories)) { return outside; }
    let text: string;
    try {
      if (!isReadable(file, directories)) { return outside; }
      const stat = fs.statSync(file);
      if (!stat.isFile()) { return refused(`${shown(name)} is no file`); }
      this.total += stat.size;
      if (stat.size > MAX_CHARACTERS) {
        return refused(`${shown(name)} has ${stat.size} bytes, allowed: ${MAX_CHARACTERS}; bring in smaller files`);
      }
      if (this.total > MAX_TOTAL) {
        return refused(`all files that are brought in have more than ${MAX_TOTAL} bytes together; bring in less`);
      }
      text = fs.readFileSync(file, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'missing' } : refused(`${shown(name)} cannot be read (${code})`);
    }
    return YAML.test(file) ? this.parse(file, text) : { kind: 'text', text };
  }

  private parse(file: string, text: string): Included {
    const name = path.join(path.dirname(this.sources.file), path.relative(this.sources.directory, file));
    const root = readYamlValue(text, name, this.problems);
    return root === undefined ? { kind: 'unknown' } : { kind: 'tree', name, root };
  }
}

function refused(message: string): Included {
  return { kind: 'refused', message };
}
