/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** Members that the model does not know are dropped, as the service drops them. */
export function structure(properties: Record<string, Schema>, required: readonly string[] = []): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** Exactly one member. */
export function union(properties: Record<string, Schema>): Schema {
  return { ...structure(properties), minProperties: 1, maxProperties: 1 };
}

export function list(items: Schema, minItems: number, maxItems: number): Schema {
  return { type: 'array', items, minItems, maxItems };
}

/** The service's patterns hold for the whole of a text. */
export function pattern(expression: string): Schema {
  return { pattern: `^(?:${expression})$` };
}

export function text(minLength: number, maxLength: number, expression?: string): Schema {
  return { type: 'string', minLength, maxLength, ...(expression !== undefined && pattern(expression)) };
}

export function integer(minimum: number, maximum: number): Schema {
  return { type: 'integer', minimum, maximum };
}

/** The largest text or blob. */
export const LARGEST_MEMBER = 100_000_000;

export const LONG_TEXT = text(0, LARGEST_MEMBER);
export const CLIENT_TOKEN = text(33, 256, '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}');
export const MAX_RESULTS = integer(1, 100);
export const NEXT_TOKEN = text(1, 2048, '\\S*');
export const SESSION_ID = { type: 'string', ...pattern('[0-9a-zA-Z]{1,40}') };
export const IDENTIFIER = { type: 'string', minLength: 1 };

/** Headers of StartCodeInterpreterSession, StopCodeInterpreterSession and InvokeCodeInterpreter. */
export const TRACE = { traceId: text(0, 1024), traceParent: text(0, 1024) };
export const TRACE_HEADERS = { traceId: 'x-amzn-trace-id', traceParent: 'traceparent' };
