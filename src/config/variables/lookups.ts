import { IncludedFiles } from './included-files';
import { nearest } from './nearest';
import { Source } from './parse';
import { plain, reference, text } from './pieces';
import type { Found, Place, Resolver } from './resolver';
import type { VariableSources } from './sources';
import { SOURCE_TYPES, unsupported, unsupportedOfAws } from './unsupported';
import { shown } from '../../private/errors';
import { ConfigNode, MapEntry, MapNode, pathText } from '../node';
import { Problems } from '../problem';
import { Expansion } from '../reading/expansion';

type TypedSource = Extract<Source, { kind: 'source' }>;

const DEFAULT_STAGE = 'dev';

/** Finds what each kind of source has. */
export class Lookups {
  private readonly files: IncludedFiles;
  private readonly expansion = new Expansion();
  private readonly indices = new Map<MapNode, ReadonlyMap<string, MapEntry>>();
  private knownStage: string | undefined;
  private findingStage = false;

  constructor(
    private readonly resolver: Resolver, private readonly root: ConfigNode, private readonly sources: VariableSources, problems: Problems,
  ) {
    this.files = new IncludedFiles(sources, problems);
  }

  public stage(): string | undefined {
    this.knownStage ??= this.givenStage();
    if (this.knownStage !== undefined || this.findingStage) { return this.knownStage; }
    this.findingStage = true;
    const found = this.below(this.root, ['provider', 'stage'], { at: this.root.at, path: ['provider', 'stage'], mode: 'text' });
    this.findingStage = false;
    if ('kind' in found && (found.kind === 'map' || found.kind === 'list')) {
      this.resolver.problem(found.at, ['provider', 'stage'], `got a ${found.kind}, expected a text`);
    }
    this.knownStage = 'kind' in found && found.kind === 'scalar' ? found.text : DEFAULT_STAGE;
    return this.knownStage;
  }

  /** @param isLast whether no fallback comes after it */
  public find(source: TypedSource, isLast: boolean, place: Place): Found {
    const { type } = source;
    if (!SOURCE_TYPES.includes(type)) { return this.problem(place, unsupported(type)); }
    const address = source.address === undefined ? '' : this.resolver.textOf(source.address, place);
    if (address === undefined) { return { kind: 'unknown', at: place.at }; }
    switch (type) {
      case 'self': return this.self(address, place);
      case 'opt': return this.option(address, isLast, place);
      case 'param': return this.parameter(address, place);
      case 'env': return this.environment(address, place);
      case 'sls': return this.framework(address, place);
      case 'file': return this.file(source, address, place);
      default: return this.aws(address, place);
    }
  }

  private self(address: string, place: Place): Found {
    const found = this.below(this.root, keysOf(address), place);
    if (!('missing' in found)) { return found; }
    // That there is none is known, so the stage is too.
    if (address === 'provider.stage') { return this.stageAsNode(place)!; }
    return address === 'provider.region' ? this.optionRegion(place) ?? reference('AWS::Region', place.at) : found;
  }

  private environment(name: string, place: Place): Found {
    return this.data(given(this.sources.environment, name), place) ?? { missing: `the environment variable ${shown(name)} is not set` };
  }

  private option(name: string, isLast: boolean, place: Place): Found {
    const value = name === 'stage' ? this.givenStage() : given(this.sources.options, name);
    const node = this.data(value, place);
    if (node) { return node; }
    if (name === 'stage' && isLast) { return text(this.stage() ?? DEFAULT_STAGE, place.at); }
    return { missing: `the option ${shown(name)} is not given (${name === 'stage' ? 'stage: value' : `options: { ${name}: value }`})` };
  }

  private parameter(name: string, place: Place): Found {
    const node = this.data(given(this.sources.parameters, name), place);
    if (node) { return node; }
    const stage = this.stage();
    const ofStage = stage === undefined ? [] : [['stages', stage, 'params'], ['params', stage]];
    const groups = [...ofStage, ['stages', 'default', 'params'], ['params', 'default']];
    for (const group of groups) {
      const found = this.below(this.root, [...group, name], place);
      if (!('missing' in found)) { return found; }
    }
    const inFile = `neither in the file for the stage ${shown(stage ?? 'default')} or as a default`;
    return { missing: `there is no parameter ${shown(name)}, ${inFile}, nor in parameters` };
  }

  private framework(name: string, place: Place): Found {
    if (name === 'stage') {
      return this.stageAsNode(place) ?? this.problem(place, 'the stage comes back to itself: provider.stage → sls:stage');
    }
    return this.problem(place, name === 'instanceId'
      ? 'sls:instanceId is another one in each deployment, so nothing here has it; '
        + 'pass a value as parameters: { name: value }, and write ${param:name}'
      : `unknown value ${shown(`sls:${name}`)}, allowed: sls:stage`);
  }

  private file({ argument = [] }: TypedSource, address: string, place: Place): Found {
    const name = this.resolver.textOf(argument, place);
    if (name === undefined) { return { kind: 'unknown', at: place.at }; }
    if (name === '') { return this.problem(place, 'file needs a path: ${file(path/to/file.yml):key}'); }
    const file = this.files.read(name);
    switch (file.kind) {
      case 'missing': return { missing: `there is no file ${shown(name)} in ${this.sources.directory}` };
      case 'refused': return this.problem(place, file.message);
      case 'unknown': return { kind: 'unknown', at: place.at };
      case 'text': return address === ''
        ? text(plain(file.text, place.mode), place.at)
        : { missing: `${shown(name)} is no YAML or JSON file, so it has no ${shown(address)}` };
      case 'tree': return this.below(file.root, keysOf(address), place, file.name);
    }
  }

  private aws(name: string, place: Place): Found {
    switch (name) {
      case 'accountId': return reference('AWS::AccountId', place.at);
      case 'partition': return reference('AWS::Partition', place.at);
      case 'region': return this.region(place);
      default: return this.problem(place, unsupportedOfAws(name));
    }
  }

  /** The region of the stack, unless another value depends on it. */
  private region(place: Place): Found {
    const deployed = reference('AWS::Region', place.at);
    if (place.mode !== 'known') { return deployed; }
    const found = this.optionRegion(place) ?? this.below(this.root, ['provider', 'region'], place);
    return 'kind' in found ? found : deployed;
  }

  /** What is at some keys below a value, which may be variables on the way. */
  private below(root: ConfigNode, keys: readonly string[], place: Place, name = 'the configuration'): Found {
    let node = root;
    const path: Array<string | number> = [];
    for (const key of keys) {
      if (node.kind === 'scalar') { node = this.resolver.resolve(node, path); }
      if (node.kind === 'unknown') { return { kind: 'unknown', at: place.at }; }
      const next = this.child(node, key);
      if (!next) { return { missing: `${pathText(path) || name} has no ${shown(key)}${nearest(key, keysIn(node))}` }; }
      path.push(node.kind === 'list' ? Number(key) : key);
      node = next;
    }
    const value = this.resolver.resolve(node, path, place.mode);
    if (value.kind === 'scalar') { return value.value === null ? { missing: `${pathText(path) || name} is null` } : value; }
    if (value.kind === 'unknown') { return { kind: 'unknown', at: place.at }; }
    return this.expansion.repeat(value, (message) => this.problem(place, message)) ? value : { kind: 'unknown', at: place.at };
  }

  private child(node: ConfigNode, key: string): ConfigNode | undefined {
    if (node.kind === 'list') { return /^\d+$/.test(key) ? node.items[Number(key)] : undefined; }
    return node.kind === 'map' ? this.index(node).get(key)?.value : undefined;
  }

  private index(node: MapNode): ReadonlyMap<string, MapEntry> {
    const known = this.indices.get(node) ?? new Map(node.entries.map((entry) => [entry.key, entry]));
    this.indices.set(node, known);
    return known;
  }

  private givenStage(): string | undefined {
    return this.sources.stage ?? given(this.sources.options, 'stage');
  }

  private stageAsNode(place: Place): ConfigNode | undefined {
    return this.data(this.stage(), place);
  }

  private optionRegion(place: Place): ConfigNode | undefined {
    return this.data(given(this.sources.options, 'region'), place);
  }

  /** A text that is no part of a file: what looks like a variable in it is none. */
  private data(value: string | undefined, place: Place): ConfigNode | undefined {
    return value === undefined ? undefined : text(plain(value, place.mode), place.at);
  }

  private problem(place: Place, message: string): ConfigNode {
    return this.resolver.problem(place.at, place.path, message);
  }
}

/** The first of them: they are for messages. */
function keysIn(node: ConfigNode): readonly string[] {
  return node.kind === 'map' ? node.entries.slice(0, 200).map(({ key }) => key) : [];
}

/** `a.b.0` or `a.b[0]`. */
function keysOf(address: string): string[] {
  return address === '' ? [] : address.replace(/\[(\d+)\]/g, '.$1').split('.');
}

function given(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

