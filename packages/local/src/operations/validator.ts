import { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import { fieldInvalid } from './service-exception.js';
import { Schema } from './shapes.js';

// One error is enough: collecting all of them would let a list of millions of bad items fill the memory.
const ajv = new Ajv({ allErrors: false, removeAdditional: true, verbose: true, strictRequired: false });

const LONGEST_VALUE_SHOWN = 80;

/** Compiled once, when the service is loaded. Throws a ValidationException in the service's words. */
export function compileValidator<Input>(schema: Schema): (value: unknown) => Input {
  const isValid: ValidateFunction<Input> = ajv.compile<Input>(schema);
  return (value) => {
    if (isValid(value)) { return value; }
    const [error] = isValid.errors ?? [];
    // It holds the value, which may be a large one.
    isValid.errors = null;
    if (!error) { throw new Error('Ajv refused a value without a reason.'); }
    const field = fieldName(error);
    const found = `Value ${shown(error)} at '${field}'`;
    throw fieldInvalid(field, `1 validation error detected: ${found} failed to satisfy constraint: ${constraint(error)}`);
  };
}

function fieldName({ instancePath, keyword, params, propertyName }: ErrorObject): string {
  const names = instancePath.split('/').slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((name) => (/^\d+$/.test(name) ? `${Number(name) + 1}.member` : name));
  if (keyword === 'required') { names.push(String(params.missingProperty)); }
  if (propertyName !== undefined) { names.push('key'); }
  return abridged(names.join('.')) || 'body';
}

function shown({ keyword, data }: ErrorObject): string {
  if (keyword === 'required') { return 'null'; }
  if (typeof data === 'string') { return `'${abridged(data)}'`; }
  if (typeof data === 'number' || typeof data === 'boolean') { return `'${data}'`; }
  if (Array.isArray(data)) { return `of ${data.length} members`; }
  return 'of type object';
}

function abridged(value: string): string {
  return value.length > LONGEST_VALUE_SHOWN ? `${value.slice(0, LONGEST_VALUE_SHOWN)}…` : value;
}

function constraint({ keyword, params }: ErrorObject): string {
  switch (keyword) {
    case 'required': return 'Member must not be null';
    case 'type': return `Member must be of type ${String(params.type)}`;
    case 'enum': return `Member must satisfy enum value set: [${(params.allowedValues as readonly string[]).join(', ')}]`;
    case 'pattern': return `Member must satisfy regular expression pattern: ${String(params.pattern).slice('^(?:'.length, -')$'.length)}`;
    case 'minimum': return `Member must have value greater than or equal to ${Number(params.limit)}`;
    case 'maximum': return `Member must have value less than or equal to ${Number(params.limit)}`;
    case 'minLength': case 'minItems': case 'minProperties':
      return `Member must have length greater than or equal to ${Number(params.limit)}`;
    case 'maxLength': case 'maxItems': case 'maxProperties':
      return `Member must have length less than or equal to ${Number(params.limit)}`;
    default: return `Member must satisfy ${keyword}`;
  }
}
