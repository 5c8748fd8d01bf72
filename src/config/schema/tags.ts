import { Schema } from './schema';
import { anyText } from './text';

const MAX_TAGS = 50;
const OTHER_CHARACTERS = 'digits, spaces and characters of ._:/=+@-';

/**
 * Tags of what AgentCore makes.
 *
 * @param minLength of values: AWS's construct for browsers takes no empty ones
 */
export function tags(what: string, minLength = 0): Schema {
  return tagMap(what, '[a-zA-Z0-9\\s._:/=+@-]', `letters, ${OTHER_CHARACTERS}`, minLength);
}

/** IAM takes letters of any script. */
export const roleTags = tagMap('the role', '[\\p{L}\\p{Z}\\p{N}_.:/=+@-]', `letters of any script, ${OTHER_CHARACTERS}`, 0);

function tagMap(what: string, character: string, words: string, minLength: number): Schema {
  return {
    title: 'Tags',
    description: `Tags of ${what}, at most ${MAX_TAGS}.`,
    examples: [{ Team: 'AI' }],
    type: 'object',
    maxProperties: MAX_TAGS,
    propertyNames: {
      type: 'string',
      pattern: `^(?![aA][wW][sS]:)${character}{1,128}$`,
      allowed: `1 to 128 ${words}, not beginning with aws:`,
    },
    additionalProperties: anyText({ description: 'The value of the tag.' }, {
      pattern: `^${character}{${minLength},256}$`,
      allowed: `${minLength} to 256 ${words}`,
    }),
  };
}
