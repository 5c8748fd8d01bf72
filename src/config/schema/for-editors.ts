import { configFile, DEFINITIONS } from './file';
import { JsonSchema, mapValues, patternInAnyCase } from './for-validation';
import { Schema, SchemaType } from './schema';

/** Without a description, which editors would show in place of that of the key. */
const VARIABLE: JsonSchema = { type: 'string', pattern: '\\$\\{' };
const A_VARIABLE: JsonSchema = { $ref: '#/definitions/variable' };

/**
 * The schema for editors. They see a file as it is written, so a variable may stand anywhere; and they do not see
 * tags such as `!Ref`, so a text that may come from a function has no form.
 */
export function schemaForEditors(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...ofMap(configFile, about(configFile)),
    definitions: { ...mapValues(DEFINITIONS, (schema) => ofMap(schema, about(schema))), variable: VARIABLE },
  };
}

/** What may be at one place. */
function at(schema: Schema): JsonSchema {
  if (schema.$ref) { return { anyOf: [{ $ref: schema.$ref }, A_VARIABLE] }; }
  const alternatives = [
    ...Object.entries(schema.kinds ?? {}).flatMap(([type, kind]) => ofType(type as SchemaType, kind, schema)),
    ...ofType(schema.type, schema, schema),
    ...(schema.functions ? [{ $ref: `#/definitions/${schema.functions}` }] : []),
  ];
  if (alternatives.length > 0 && !alternatives.some(takesAnyText)) { alternatives.push(A_VARIABLE); }
  switch (alternatives.length) {
    case 0: return about(schema);
    case 1: return { ...about(schema), ...alternatives[0] };
    default: return { ...about(schema), anyOf: alternatives };
  }
}

function takesAnyText({ type, ...rest }: JsonSchema): boolean {
  return [type].flat().includes('string') && Object.keys(rest).length === 0;
}

/** The alternatives of one type, without what is said about the place. */
function ofType(type: Schema['type'], schema: Schema, { functions }: Schema): JsonSchema[] {
  if (type === undefined) { return []; }
  if (type === 'object') { return [ofMap(schema, {})]; }
  if (type === 'array') { return [ofList(schema)]; }
  if (schema.anyCase) { return [{ type, enum: schema.anyCase }, { type, pattern: patternInAnyCase(schema.anyCase) }]; }
  const { enum: texts, pattern, minLength, maxLength, minimum, maximum } = schema;
  return [functions ? { type } : defined({ type, enum: texts, pattern, minLength, maxLength, minimum, maximum })];
}

function ofMap(schema: Schema, said: JsonSchema): JsonSchema {
  const { properties = {}, required, additionalProperties: more, propertyNames, minProperties, maxProperties } = schema;
  return {
    ...said,
    type: 'object',
    ...defined({ required, minProperties, maxProperties, propertyNames: propertyNames && { pattern: propertyNames.pattern } }),
    properties: mapValues(Object.fromEntries(Object.entries(properties).filter(([, property]) => property.refused === undefined)), at),
    ...(more !== undefined && { additionalProperties: typeof more === 'boolean' ? more : at(more) }),
    ...(schema.if && { if: conditionOf(schema.if), then: { properties: schema.then!.properties, required: schema.then!.required } }),
  };
}

function ofList({ items, minItems, maxItems, uniqueItems }: Schema): JsonSchema {
  return { type: 'array', items: at(items!), ...defined({ minItems, maxItems, uniqueItems }) };
}

function conditionOf({ properties, required }: Schema): JsonSchema {
  const withPattern = ({ anyCase }: Schema): JsonSchema => ({ type: 'string', pattern: patternInAnyCase(anyCase!) });
  return { properties: mapValues(properties!, withPattern), required };
}

function about({ title, description, default: value, examples }: Schema): JsonSchema {
  return defined({ title, description, default: value, examples });
}

function defined(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
