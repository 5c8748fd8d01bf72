type JsonSchema = Record<string, unknown>;

const SMALLEST = 60;

/** The same schema with each part that it has more than once as a definition, because Ajv is slow to compile each again. */
export function deduplicated(root: JsonSchema): JsonSchema {
  const definitions = root.definitions as Record<string, JsonSchema>;
  const times = new Map<string, number>();
  const count = (part: JsonSchema): JsonSchema => {
    const text = JSON.stringify(part);
    times.set(text, (times.get(text) ?? 0) + 1);
    if (times.get(text) === 1) { inParts(part, count); }
    return part;
  };
  [root, ...Object.values(definitions)].forEach(count);

  const names = new Map<string, string>();
  const made: Record<string, JsonSchema> = {};
  const refer = (part: JsonSchema): JsonSchema => {
    const text = JSON.stringify(part);
    if (times.get(text) === 1 || text.length < SMALLEST) { return inParts(part, refer); }
    if (!names.has(text)) {
      const name = `part${names.size + 1}`;
      names.set(text, name);
      made[name] = inParts(part, refer);
    }
    return { $ref: `#/definitions/${names.get(text)}` };
  };
  const referring = inParts(root, refer);
  const named = Object.entries(definitions).map(([name, definition]) => [name, inParts(definition, refer)]);
  return { ...referring, definitions: { ...Object.fromEntries(named), ...made } };
}

function inParts(schema: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => {
    switch (key) {
      case 'properties': return [key, Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, change(part)]))];
      case 'allOf': return [key, (value as JsonSchema[]).map(change)];
      case 'additionalProperties': case 'else': case 'if': case 'items': case 'then':
        return [key, typeof value === 'object' ? change(value as JsonSchema) : value];
      default: return [key, value];
    }
  }));
}
