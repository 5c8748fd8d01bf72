import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { Token } from 'aws-cdk-lib/core';
import { Place, Places } from './places';
import { plainFile } from './plain';
import { ProblemSink } from './problem-sink';
import { isFunction, unknownKey } from './unknown-key';
import { didYouMean, got } from './words';
import { shown } from '../../private/errors';
import { ConfigNode } from '../node';
import { Problem } from '../problem';
import { ANNOTATIONS, schemaForValidation } from '../schema/for-validation';
import { FUNCTION_KEY } from '../schema/functions';
import { Schema, SchemaType } from '../schema/schema';

let validator: ValidateFunction | undefined;

/** Compiled once, when a file is read for the first time. That the schema is a valid one is tested. */
function validatorOf(): ValidateFunction {
  if (!validator) {
    // The last three are for speed.
    const ajv = new Ajv({
      allErrors: true,
      verbose: true,
      strict: true,
      allowUnionTypes: true,
      inlineRefs: false,
      validateSchema: false,
      code: { optimize: false },
    });
    ajv.addVocabulary(ANNOTATIONS);
    validator = ajv.compile(schemaForValidation());
  }
  return validator;
}

/** Adds a problem for all that is not as the schema says. */
export function checkSchema(root: ConfigNode, problems: ProblemSink): void {
  const validate = validatorOf();
  if (validate(plainFile(root))) { return; }
  const places = new Places(root);
  for (const error of validate.errors!) {
    const found = problemOf(error, places);
    if (found) { problems.add(found.at, found.path, found.message); }
  }
}

/** Undefined for errors that only sum up others, and for those of values that are not known. */
function problemOf(error: ErrorObject, places: Places): Problem | undefined {
  const place = places.at(error.instancePath);
  if (place.node.kind === 'unknown' || error.keyword === 'if' || error.keyword === 'propertyNames') { return undefined; }
  if (error.propertyName !== undefined) {
    const { keyAt, path } = places.below(place, error.propertyName);
    const { allowed } = error.parentSchema as Schema;
    return { at: keyAt, path, message: `got ${shown(error.propertyName)} as a name, allowed: ${allowed}; write another one` };
  }
  switch (error.keyword) {
    case 'additionalProperties': return unknownKey(places, place, error.params.additionalProperty, error.parentSchema as Schema);
    case 'required': return atKey(place, `${error.params.missingProperty} is missing; ${(error.parentSchema as Schema).advice}`);
    case 'maxProperties':
    case 'minItems':
    case 'maxItems': return atKey(place, count(error.parentSchema as Schema, error.data as object, error.keyword));
    default: {
      const message = messageAboutValue(error, place.node);
      return message === undefined ? undefined : { at: place.node.at, path: place.path, message };
    }
  }
}

function atKey({ keyAt, path }: Place, message: string): Problem {
  return { at: keyAt, path, message };
}

function count(schema: Schema, data: object, keyword: string): string {
  if (isFunction(schema)) { return 'a CloudFormation function is the only key of its map; remove the others'; }
  const { maxProperties, minItems = 0, maxItems } = schema;
  const most = maxProperties ?? maxItems;
  const allowed = most === undefined ? `at least ${minItems}` : minItems === 0 ? `at most ${most}` : `${minItems} to ${most}`;
  return `got ${Object.keys(data).length} entries, allowed: ${allowed}; ${keyword === 'minItems' ? 'add some, or leave the key out' : 'remove some'}`;
}

function messageAboutValue({ keyword, params, data, parentSchema }: ErrorObject, node: ConfigNode): string | undefined {
  const schema = parentSchema as Schema;
  if (keyword === 'type') { return wrongType([params.type].flat(), schema, node); }
  if (keyword === 'not') { return schema.refused; }
  if (Token.isUnresolved(data)) {
    return schema.functions ? undefined : `got a token, whose value is known at deployment only; write the value itself${allowedIn(schema)}`;
  }
  if (keyword === 'minLength' || keyword === 'maxLength') { return wrongLength(schema, String(data)); }
  const text = typeof data === 'string' ? data : '';
  const known = schema.anyCase ?? schema.enum ?? [];
  const advice = schema.instead && Object.hasOwn(schema.instead, text.toUpperCase()) ? `; ${schema.instead[text.toUpperCase()]}` : '';
  return `${got(node)}${allowedIn(schema)}${advice || didYouMean(text, known)}${schema.advice ? `; ${schema.advice}` : ''}`;
}

function allowedIn({ allowed, anyCase, enum: texts, minimum, maximum }: Schema): string {
  if (anyCase) { return `, allowed: ${anyCase.join(', ')} (in any case)`; }
  return `, allowed: ${allowed ?? texts?.join(', ') ?? `${minimum} to ${maximum}`}`;
}

function wrongLength({ minLength = 0, maxLength, advice }: Schema, text: string): string {
  const allowed = maxLength === undefined ? 'at least 1 character' : `${minLength} to ${maxLength} characters`;
  const found = text === '' ? 'got an empty text' : `got ${text.length} characters`;
  return `${found}, allowed: ${allowed}; ${advice ?? (text === '' ? 'write one, or leave the key out' : 'shorten it')}`;
}

function wrongType(types: readonly SchemaType[], { advice }: Schema, node: ConfigNode): string {
  const name = node.kind === 'map' && node.entries.length === 1 ? node.entries[0].key : '';
  if (new RegExp(FUNCTION_KEY).test(name)) { return `got ${name}, whose value is known at deployment only; write the value itself`; }
  const message = `${got(node)}, expected ${expected(types)}`;
  if (node.kind !== 'scalar') { return message; }
  if (node.value === null) { return `${message}; ${types.length === 1 && types[0] === 'object' && advice ? advice : 'give it a value, or leave the key out'}`; }
  if (types.includes('array')) { return `${message}; write it as a list of one: [${node.text}]`; }
  return types.length === 1 && types[0] === 'string' ? `${message}; put it in quotes if it is meant` : message;
}

/** Texts of digits and of true and false count as numbers and booleans, and numbers and booleans as texts. */
function expected(types: readonly SchemaType[]): string {
  const kinds = [
    types.includes('integer') ? 'a whole number'
      : types.includes('boolean') && !types.includes('number') ? 'true or false'
        : types.includes('string') ? 'a text' : '',
    types.includes('array') ? 'a list' : '',
    types.includes('object') ? 'a map' : '',
  ];
  return kinds.filter((kind) => kind !== '').join(' or ');
}
