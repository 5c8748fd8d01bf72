import { References } from './references';
import { substitution } from './substitution';
import { intrinsicOf, isList, isPseudoParameter } from './values';
import { Block } from '../block';
import { ConfigNode, ConfigPath, Position, valueOf } from '../node';
import { Problems } from '../problem';
import { roleLogicalId } from './roles';

type Part = 'any' | 'index' | 'list' | 'literal' | 'number' | 'text' | 'variables';

/** The parts of each intrinsic, some of which may be left out, and what it takes in words. */
const FORMS: Readonly<Record<string, { readonly parts: readonly Part[]; readonly optional?: Part; readonly takes: string }>> = {
  'Ref': { parts: ['literal'], takes: 'a logical id' },
  'Fn::GetAtt': { parts: ['literal', 'literal'], takes: 'a logical id and an attribute: "MyRole.Arn" or [MyRole, Arn]' },
  'Fn::Sub': { parts: ['literal'], optional: 'variables', takes: 'a text, or a list of a text and a map of variables' },
  'Fn::Join': { parts: ['literal', 'list'], takes: 'a delimiter and a list: ["-", [a, b]]' },
  'Fn::ImportValue': { parts: ['text'], takes: 'the name of an export' },
  'Fn::Select': { parts: ['index', 'list'], takes: 'an index and a list that has such an item: [0, [a, b]]' },
  'Fn::Split': { parts: ['literal', 'text'], takes: 'a delimiter and a text: [",", "a,b"]' },
  'Fn::FindInMap': { parts: ['text', 'text', 'text'], takes: 'a mapping, a first key and a second key' },
  'Fn::If': { parts: ['literal', 'any', 'any'], takes: 'the name of a condition and two values' },
  'Fn::Base64': { parts: ['text'], takes: 'a text' },
  'Fn::GetAZs': { parts: ['text'], takes: 'a region, or an empty text' },
  'Fn::Cidr': { parts: ['text', 'number', 'text'], takes: 'an IP range, a count, and the number of bits of each' },
};

const TAKE_LISTS = new Set(['Action', 'NotAction', 'Resource', 'NotResource', 'allowedAudience', 'allowedClients', 'allowedScopes', 'matchValueStringList']);

/** Whether all that the file refers to is there, and is referred to in a way that CloudFormation takes. */
export class IntrinsicChecks {
  constructor(
    private readonly references: References,
    private readonly conditions: ReadonlySet<string>,
    private readonly mappings: ReadonlySet<string>,
    private readonly problems: Problems,
  ) {}

  /** The roles of a block may be logical ids without an intrinsic around them. */
  public checkRoles(block: Block): void {
    for (const { node, path } of [...block.agents, ...block.codeInterpreters, ...block.browsers]) {
      const role = valueOf(node, 'role');
      const logicalId = role?.kind === 'scalar' ? roleLogicalId(role) : undefined;
      if (role && logicalId !== undefined) { this.references.check(logicalId, 'Arn', role.at, [...path, 'role']); }
    }
  }

  /** What is below a block of agents, whose values are texts. */
  public checkBlock(node: ConfigNode, path: ConfigPath): void {
    this.walk(node, path, 'text', false);
  }

  /** What is below `resources:`, whose values are of any kind. */
  public checkResources(node: ConfigNode, path: ConfigPath): void {
    this.walk(node, path, 'any', false);
  }

  /** @param wanted what a value is expected to be */
  private walk(node: ConfigNode, path: ConfigPath, wanted: Part, within: boolean): void {
    if (wanted === 'text' && !within && isList(node, this.references)) { this.checkTakesList(node, path); }
    if (node.kind === 'list') { node.items.forEach((item, index) => this.walk(item, [...path, index], wanted, within)); }
    if (node.kind !== 'map') { return; }
    for (const { key, value } of node.entries) {
      const isIntrinsic = node.entries.length === 1 && Object.hasOwn(FORMS, key);
      if (isIntrinsic && this.hasForm(key, value, node.at, path, wanted)) { this.checkIds(key, value, node.at, path); }
      this.walk(value, isIntrinsic ? path : [...path, key], wanted, within || isIntrinsic);
    }
  }

  private checkTakesList(node: ConfigNode, path: ConfigPath): void {
    const key = path.filter((each) => typeof each === 'string').pop()!;
    if (!TAKE_LISTS.has(key)) { this.problems.add(node.at, path, 'this is a list, expected one text; take one item with Fn::Select'); }
  }

  private hasForm(key: string, value: ConfigNode, at: Position, path: ConfigPath, ofAny: Part): boolean {
    const { parts: kinds, optional, takes } = FORMS[key];
    const given = partsOf(key, value);
    if (given.some((part) => part.kind === 'unknown')) { return false; }
    const wanted = (given.length > kinds.length && optional ? [...kinds, optional] : kinds).map((kind) => (kind === 'any' ? ofAny : kind));
    const ok = given.length === wanted.length && given.every((part, index) => this.isPart(part, wanted[index], given));
    if (!ok) { this.problems.add(at, path, `${key} takes ${takes}`); }
    return ok;
  }

  private isPart(node: ConfigNode, part: Part, parts: readonly ConfigNode[]): boolean {
    switch (part) {
      case 'any': return true;
      case 'index': return isNumber(node) && (parts[1].kind !== 'list' || Number(textOf(node)) < parts[1].items.length);
      case 'list': return node.kind === 'list' ? node.items.every((item) => this.isText(item)) : intrinsicOf(node) !== undefined;
      case 'literal': return node.kind === 'scalar';
      case 'number': return isNumber(node);
      case 'text': return this.isText(node);
      case 'variables': return node.kind === 'map' && node.entries.every(({ value }) => this.isText(value));
    }
  }

  private isText(node: ConfigNode): boolean {
    return node.kind === 'scalar' || node.kind === 'unknown' || (intrinsicOf(node) !== undefined && !isList(node, this.references));
  }

  private checkIds(key: string, value: ConfigNode, at: Position, path: ConfigPath): void {
    const parts = partsOf(key, value);
    const first = textOf(parts[0]);
    switch (key) {
      case 'Ref':
        this.checkId(first, undefined, at, path);
        break;
      case 'Fn::GetAtt':
        this.checkId(first, textOf(parts[1]), at, path);
        break;
      case 'Fn::Sub':
        for (const part of substitution(first)) {
          if ('logicalId' in part && !valueOf(parts[1], part.name)) { this.checkId(part.logicalId, part.attribute, at, path); }
        }
        break;
      case 'Fn::If':
        if (!this.conditions.has(first)) {
          this.problems.add(at, path, `there is no condition "${first}"; define it below resources.Conditions`);
        }
        break;
      case 'Fn::FindInMap':
        if (parts[0].kind === 'scalar' && !this.mappings.has(first)) {
          this.problems.add(at, path, `there is no mapping "${first}"; define it below resources.Mappings`);
        }
        break;
      default:
    }
  }

  private checkId(logicalId: string, attribute: string | undefined, at: Position, path: ConfigPath): void {
    if (!logicalId.startsWith('AWS::')) {
      this.references.check(logicalId, attribute, at, path);
    } else if (!isPseudoParameter(logicalId)) {
      this.problems.add(at, path, `CloudFormation has no pseudo parameter "${logicalId}"; use one of AWS::AccountId, AWS::Partition, AWS::Region,`
        + ' AWS::StackId, AWS::StackName, AWS::URLSuffix');
    }
  }
}

function partsOf(key: string, value: ConfigNode): readonly ConfigNode[] {
  const { parts, optional } = FORMS[key];
  return value.kind === 'list' && (parts.length > 1 || optional) ? value.items : [value];
}

function isNumber(node: ConfigNode): boolean {
  return node.kind === 'scalar' && /^\d+$/.test(node.text);
}

function textOf(node: ConfigNode): string {
  return (node as { text: string }).text;
}
