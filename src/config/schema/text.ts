import { About, list, Schema } from './schema';

/** What is true of a text beside its type. */
export interface TextRules extends Pick<Schema, 'pattern' | 'minLength' | 'maxLength' | 'allowed' | 'advice' | 'instead'> {}

/** A text that is known when the app runs. */
export function literalText(about: About, rules: TextRules = {}): Schema {
  return { ...about, type: 'string', ...rules };
}

/** A text of any letters, or a number or boolean, which counts as it is written. */
export function anyLiteralText(about: About, rules: TextRules = {}): Schema {
  return { ...about, type: ['string', 'number', 'boolean'], ...rules };
}

/** A text with a form that no number has, or a CloudFormation function that gives one. */
export function formedText(about: About, rules: TextRules): Schema {
  return { ...literalText(about, rules), functions: 'textFunction' };
}

/** A text, number or boolean, or a CloudFormation function that gives a text. */
export function anyText(about: About, rules: TextRules = {}): Schema {
  return { ...anyLiteralText(about, rules), functions: 'textFunction' };
}

/** A list of texts, or a CloudFormation function that gives one. */
export function texts(about: About, item: Schema, more: Schema = {}): Schema {
  return { ...list(about, item, more), functions: 'listFunction' };
}

/** A text or a list of texts, as policies have them. */
export function oneOrMore(about: About, rules: TextRules): Schema {
  return {
    ...about,
    kinds: { string: rules, array: { items: formedText({ description: 'One of them.' }, rules), minItems: 1 } },
    functions: 'listFunction',
  };
}
