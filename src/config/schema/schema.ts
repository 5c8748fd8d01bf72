export type SchemaType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/**
 * JSON Schema (draft-07) with some words of our own, which `schemaForEditors` and `schemaForValidation` put into
 * standard ones.
 */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: SchemaType | readonly SchemaType[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly if?: Schema;
  readonly then?: Schema;

  /** These texts, in any case. */
  readonly anyCase?: readonly string[];
  /** One schema for each type that the value may have. */
  readonly kinds?: Readonly<Partial<Record<SchemaType, Schema>>>;
  /** The definition of the CloudFormation functions that may stand for the value. */
  readonly functions?: 'textFunction' | 'listFunction';
  /** What a pattern allows, in words. */
  readonly allowed?: string;
  /** What to do when the value is wrong, or when what is required is missing. */
  readonly advice?: string;
  /** What to do about keys or texts that are not allowed and that users write, because they are right elsewhere. */
  readonly instead?: Readonly<Record<string, string>>;
  /** There must be no such value; this is what to do. */
  readonly refused?: string;
}

/** What is said of a property, beside its type. */
export interface About {
  readonly title?: string;
  readonly description: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly advice?: string;
}

/** A map with these keys and no others. */
export function map(about: About, properties: Readonly<Record<string, Schema>>, more: Schema = {}): Schema {
  return { ...about, type: 'object', properties, additionalProperties: false, ...more };
}

export function list(about: About, items: Schema, more: Schema = {}): Schema {
  return { ...about, type: 'array', items, ...more };
}

/** One of some texts, in any case. */
export function choice(about: About, allowed: readonly string[], more: Schema = {}): Schema {
  return { ...about, type: 'string', anyCase: allowed, ...more };
}

/** A number of seconds and the like; a text of digits counts, which is what an environment variable gives. */
export function wholeNumber(about: About, minimum: number, maximum: number): Schema {
  return {
    ...about,
    kinds: {
      integer: { minimum, maximum },
      string: { pattern: '^[0-9]+$', allowed: `a whole number from ${minimum} to ${maximum}` },
    },
  };
}

/** `true` or `false`; the texts count, which is what an environment variable gives. */
export function yesOrNo(about: About): Schema {
  return { ...about, kinds: { boolean: {}, string: { enum: ['true', 'false'] } } };
}
