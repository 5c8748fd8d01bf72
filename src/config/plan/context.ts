import { Expression, Origin, Plan, Statement } from './expression';
import { Imports } from './imports';
import { References } from './references';
import { Unit, Units } from './units';
import { Values } from './values';
import { VariableNames } from './variable-names';
import { Block, Item } from '../block';
import { ConfigNode } from '../node';
import { Note, Problems } from '../problem';

/** What a plan depends on beside the file. */
export interface PlanOptions {
  readonly service: string;
  readonly stage: string;
  /** Absolute; paths of the file are relative to it. */
  readonly directory: string;
  /** More folders that agents may be in, absolute. */
  readonly readableDirectories: readonly string[];
  /** Whether to name everything as the framework does. */
  readonly framework: boolean;
  readonly memories: readonly string[];
  readonly gateways: readonly string[];
  /** By logical id, whether the construct is a resource itself. */
  readonly constructs: Readonly<Record<string, { readonly isResource: boolean }>>;
}

/** What the parts of a plan are made with. */
export interface PlanContext {
  readonly root: ConfigNode;
  readonly block: Block;
  readonly options: PlanOptions;
  readonly problems: Problems;
  readonly notes: Note[];
  readonly references: References;
  readonly values: Values;
  readonly units: Units;
  readonly names: VariableNames;
  readonly imports: Imports;
  readonly exposed: { [K in Exactly<'agents' | 'codeInterpreters' | 'browsers' | 'resources'>]: Record<string, string> };
  /** Keeps quiet about subnets that are imported by their id: nothing asks for their route tables. */
  needsNoRouteTables(origin: Origin): void;
}

type Exactly<K extends keyof Plan> = K;

/** An agent, interpreter or browser of the file that has its logical id and its variable. */
export interface Declared {
  readonly item: Item;
  readonly logicalId: string;
  /** Also the key of its unit. */
  readonly variable: string;
}

export function originOf(item: Item): Origin {
  return { at: item.at, path: item.path };
}

export function define(unit: Unit, variable: string, expression: Expression): void {
  unit.statements.push({ kind: 'define', variable, expression, origin: unit.origin });
}

export function perform(unit: Unit, expression: Expression): void {
  const statement: Statement = { kind: 'do', expression, origin: unit.origin };
  unit.statements.push(statement);
}
