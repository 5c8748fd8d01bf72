import { Token } from 'aws-cdk-lib/core';
import { References } from './references';
import { CONDITION_PARTS } from './resources-conditions';
import { PARAMETER_KEYS } from './resources-parameters';
import { Entry, Sections } from './resources-sections';
import { kindOf, suggestion, unknownKey } from './resources-words';
import { intrinsicOf } from './values';
import { ConfigNode, ConfigPath, entryOf, ListNode, MapNode, ScalarNode, valueOf } from '../node';
import { Problems } from '../problem';

const RESOURCE_KEYS = [
  'Type', 'Properties', 'DependsOn', 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata', 'CreationPolicy', 'UpdatePolicy',
  'Version', 'Description', 'Fn::Transform',
];
const OUTPUT_KEYS = ['Value', 'Description', 'Export', 'Condition'];
export const POLICIES: Readonly<Record<string, readonly string[]>> = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'],
  UpdateReplacePolicy: ['Delete', 'Retain', 'Snapshot'],
};

const KINDS = {
  text: { pattern: /^/, allowed: 'a text' },
  value: { pattern: /^/, allowed: 'a text' },
  number: { pattern: /^-?\d+(\.\d+)?$/, allowed: 'a number' },
  boolean: { pattern: /^(true|false)$/, allowed: 'true, false' },
};

/** Whether `resources:` is a part of a template that CloudFormation takes, as far as it looks at the template alone. */
export class ResourceChecks {
  private readonly conditions: readonly string[];

  constructor(private readonly sections: Sections, private readonly references: References, private readonly problems: Problems) {
    this.conditions = sections.Conditions.map(({ id }) => id);
  }

  public check(): void {
    const { Parameters, Mappings, Conditions, Resources, Outputs, Metadata, Description, Transform } = this.sections;
    for (const entry of [Parameters, Mappings, Conditions, Resources, Outputs].flat()) { this.logicalId(entry); }
    for (const entry of Parameters) { this.parameter(entry); }
    for (const entry of Mappings) { this.mapping(entry); }
    for (const { node, path } of Conditions) { this.condition(node, path); }
    for (const entry of Resources) { this.resource(entry); }
    for (const entry of Outputs) { this.output(entry); }
    for (const { node, path } of Metadata) { this.data(node, path); }
    for (const { node, path } of Description) { this.text(node, path); }
    for (const { node, path } of Transform) { this.texts(node, path); }
  }

  private logicalId({ id, at, path }: Entry): void {
    if (!/^[a-zA-Z0-9]{1,255}$/.test(id)) {
      this.problems.add(at, path, `a logical id must have 1 to 255 letters and digits, got: "${id}"; rename it`);
    }
  }

  private resource(entry: Entry): void {
    const { path } = entry;
    if (!this.fields(entry, RESOURCE_KEYS, 'Type')) { return; }
    this.optional(entry, 'Type', (value, here) => this.text(value, here));
    for (const key of ['Properties', 'Metadata', 'CreationPolicy', 'UpdatePolicy', 'Fn::Transform']) {
      this.optional(entry, key, (value, here) => this.isMap(value, here) && this.data(value, here));
    }
    for (const key of ['Version', 'Description']) { this.optional(entry, key, (value, here) => this.text(value, here)); }
    for (const key of Object.keys(POLICIES)) { this.optional(entry, key, (value, here) => this.policy(value, here, POLICIES[key])); }
    this.optional(entry, 'Condition', (value, here) => this.conditionName(value, here));
    this.optional(entry, 'DependsOn', (value, here) => {
      if (!this.texts(value, here)) { return; }
      for (const name of itemsOf(value)) { this.dependency(name, [...path, 'DependsOn']); }
    });
  }

  private dependency(node: ConfigNode, path: ConfigPath): void {
    const name = textOf(node);
    if (this.sections.Parameters.some(({ id }) => id === name)) {
      this.problems.add(node.at, path, `DependsOn names resources, and ${name} is a parameter; remove it`);
    } else {
      this.references.check(name, undefined, node.at, path);
    }
  }

  private policy(node: ConfigNode, path: ConfigPath, allowed: readonly string[]): void {
    if (intrinsicOf(node) || !this.text(node, path) || isToken(node) || allowed.includes(textOf(node))) { return; }
    this.problems.add(node.at, path, `got ${kindOf(node)}, allowed: ${allowed.join(', ')}`);
  }

  private output(entry: Entry): void {
    if (!this.fields(entry, OUTPUT_KEYS, 'Value')) { return; }
    this.optional(entry, 'Value', (value, here) => intrinsicOf(value) || this.text(value, here));
    this.optional(entry, 'Description', (value, here) => this.text(value, here));
    this.optional(entry, 'Condition', (value, here) => this.conditionName(value, here));
    this.optional(entry, 'Export', (node, path) => {
      const name = { id: 'Export', at: node.at, path, node };
      if (!this.fields(name, ['Name'], 'Name')) { return; }
      this.optional(name, 'Name', (value, here) => intrinsicOf(value) || (this.text(value, here) && this.exportName(value, here)));
    });
  }

  private exportName(node: ConfigNode, path: ConfigPath): void {
    if (!/^[a-zA-Z0-9:-]{1,255}$/.test(textOf(node)) && !isToken(node)) {
      this.problems.add(node.at, path, `the name of an export must have 1 to 255 letters, digits, colons and dashes, got: ${kindOf(node)}`);
    }
  }

  private parameter(entry: Entry): void {
    if (!this.fields(entry, Object.keys(PARAMETER_KEYS), 'Type')) { return; }
    for (const [key, kind] of Object.entries(PARAMETER_KEYS)) {
      this.optional(entry, key, (value, here) => {
        if (kind === 'texts') {
          if (value.kind === 'scalar') { this.problems.add(value.at, here, `got ${kindOf(value)}, allowed: a list`); }
          this.texts(value, here);
        } else if (this.text(value, here) && !isToken(value) && !KINDS[kind].pattern.test(textOf(value))) {
          this.problems.add(value.at, here, `got ${kindOf(value)}, allowed: ${KINDS[kind].allowed}`);
        }
      });
    }
  }

  private mapping({ node, path }: Entry): void {
    if (!this.isMap(node, path)) { return; }
    for (const { key, value } of node.entries) {
      if (!this.isMap(value, [...path, key])) { continue; }
      for (const { key: name, keyAt, value: leaf } of value.entries) {
        const here = [...path, key, name];
        if (!/^[a-zA-Z0-9]+$/.test(name)) {
          this.problems.add(keyAt, here, `a second key of a mapping must have letters and digits only, got: "${name}"; rename it`);
        }
        this.texts(leaf, here);
      }
    }
  }

  private condition(node: ConfigNode, path: ConfigPath): void {
    const entry = node.kind === 'map' && node.entries.length === 1 ? node.entries[0] : undefined;
    if (!entry || !Object.hasOwn(CONDITION_PARTS, entry.key)) {
      if (node.kind === 'unknown') { return; }
      this.problems.add(node.at, path, `got ${entry ? entry.key : kindOf(node)}, allowed: one of ${Object.keys(CONDITION_PARTS).join(', ')}`);
      return;
    }
    const here = [...path, entry.key];
    if (entry.key === 'Condition') { return this.conditionName(entry.value, here); }
    const [least, most] = CONDITION_PARTS[entry.key];
    const count = entry.value.kind === 'list' ? entry.value.items.length : -1;
    if (count < least || count > most) {
      if (entry.value.kind === 'unknown') { return; }
      const got = count < 0 ? kindOf(entry.value) : String(count);
      this.problems.add(entry.value.at, here, `${entry.key} takes a list of ${least === most ? least : `${least} to ${most}`}, got ${got}`);
      return;
    }
    (entry.value as ListNode).items.forEach((item, index) => (
      entry.key === 'Fn::Equals' ? this.data(item, [...here, index]) : this.condition(item, [...here, index])
    ));
  }

  private conditionName(node: ConfigNode, path: ConfigPath): void {
    if (this.text(node, path) && !this.conditions.includes(textOf(node))) {
      this.problems.add(node.at, path, `there is no condition ${kindOf(node)}${suggestion(textOf(node), this.conditions)}`);
    }
  }

  /** Whether it is a map, without keys that are not known, and with the one that there must be. */
  private fields({ node, at, path }: Entry, known: readonly string[], required: string): boolean {
    if (!this.isMap(node, path)) { return false; }
    for (const { key, keyAt } of node.entries) {
      if (!known.includes(key)) { this.problems.add(keyAt, [...path, key], unknownKey(key, known)); }
    }
    if (!entryOf(node, required)) { this.problems.add(at, path, `${required} is missing; add it`); }
    return true;
  }

  private optional({ node, path }: Entry, key: string, check: (value: ConfigNode, path: ConfigPath) => unknown): void {
    const value = valueOf(node, key);
    if (value) { check(value, [...path, key]); }
  }

  private isMap(node: ConfigNode, path: ConfigPath): node is MapNode {
    if (node.kind !== 'map' && node.kind !== 'unknown') { this.problems.add(node.at, path, `got ${kindOf(node)}, allowed: a map`); }
    return node.kind === 'map';
  }

  /** Whether it is a plain text, which is what a number and a boolean are as well. */
  private text(node: ConfigNode, path: ConfigPath): boolean {
    if (node.kind === 'scalar' && node.value !== null) { return true; }
    if (node.kind !== 'unknown') { this.problems.add(node.at, path, `got ${kindOf(node)}, allowed: a text`); }
    return false;
  }

  private texts(node: ConfigNode, path: ConfigPath): boolean {
    return node.kind === 'list' ? node.items.map((item, index) => this.text(item, [...path, index])).every(Boolean) : this.text(node, path);
  }

  /** CloudFormation takes no `null` in a template. */
  private data(node: ConfigNode, path: ConfigPath): void {
    switch (node.kind) {
      case 'scalar':
        if (node.value === null) {
          this.problems.add(node.at, path, 'got nothing, which CloudFormation does not take; give a value, or leave the key out');
        }
        break;
      case 'list':
        node.items.forEach((item, index) => this.data(item, [...path, index]));
        break;
      case 'map':
        for (const { key, value } of node.entries) { this.data(value, [...path, key]); }
        break;
      case 'unknown':
    }
  }
}

function isToken(node: ConfigNode): boolean {
  return Token.isUnresolved((node as ScalarNode).value);
}

export function itemsOf(node: ConfigNode): readonly ConfigNode[] {
  return node.kind === 'list' ? node.items : [node];
}

export function textOf(node: ConfigNode): string {
  return (node as { text: string }).text;
}
