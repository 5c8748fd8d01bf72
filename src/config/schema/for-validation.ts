import { deduplicated } from './deduplicate';
import { configFile, DEFINITIONS } from './file';
import { FUNCTION_KEY } from './functions';
import { Schema, SchemaType } from './schema';

export type JsonSchema = Record<string, unknown>;

/** Words of ours that stay, for messages. */
export const ANNOTATIONS = ['anyCase', 'allowed', 'advice', 'instead', 'refused', 'functions'];

/** Some key is that of a function. */
const IS_FUNCTION: JsonSchema = { type: 'object', not: { propertyNames: { not: { pattern: FUNCTION_KEY } } } };

/**
 * The schema for Ajv: what depends on the type of a value is said by `if`, so that there are never errors of a form
 * that the author did not mean, as there are with `anyOf`.
 */
export function schemaForValidation(): JsonSchema {
  return deduplicated({ ...rendered(configFile), definitions: mapValues(DEFINITIONS, rendered) });
}

function rendered(schema: Schema): JsonSchema {
  const { functions } = schema;
  const value = ofValue(schema);
  return functions ? { if: IS_FUNCTION, then: { $ref: `#/definitions/${functions}` }, else: value } : value;
}

/** Of a value that is no function. */
function ofValue(schema: Schema): JsonSchema {
  if (schema.refused !== undefined) { return { not: {}, refused: schema.refused }; }
  const { title: _title, description: _description, default: _default, examples: _examples, kinds, anyCase, ...rest } = schema;
  return {
    ...rest,
    ...(kinds && ofKinds(kinds, rest.functions)),
    ...(anyCase && { anyCase, pattern: patternInAnyCase(anyCase) }),
    ...(rest.properties && { properties: mapValues(rest.properties, rendered) }),
    ...(typeof rest.additionalProperties === 'object' && { additionalProperties: rendered(rest.additionalProperties) }),
    ...(rest.items && { items: rendered(rest.items) }),
    ...(rest.if && { if: rendered(rest.if) }),
  };
}

function ofKinds(kinds: NonNullable<Schema['kinds']>, functions: Schema['functions']): JsonSchema {
  const types = Object.keys(kinds) as SchemaType[];
  return {
    type: types,
    allOf: types.map((type) => ({ if: { type }, then: ofValue({ type, functions, ...kinds[type] }) })),
  };
}

export function patternInAnyCase(texts: readonly string[]): string {
  const one = (text: string): string => text.replace(/[a-zA-Z]/g, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`).replace(/\./g, '\\.');
  return `^(?:${texts.map(one).join('|')})$`;
}

export function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
