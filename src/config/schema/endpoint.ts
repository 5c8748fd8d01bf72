import { list, map } from './schema';
import { anyText, literalText } from './text';

/** The endpoints of an agent, beside DEFAULT. */
export const endpoints = list({ title: 'Endpoints', description: 'Endpoints of the agent, beside DEFAULT, which follows the newest version.' }, map(
  { title: 'Endpoint', description: 'A way to invoke one version of the agent.' },
  {
    name: literalText({ title: 'Endpoint name', description: 'Its name.', default: 'default', examples: ['production'] }, {
      pattern: '^[a-zA-Z][a-zA-Z0-9_-]{0,47}$', allowed: 'a letter, and up to 47 letters, digits, - and _ (a - becomes _)',
    }),
    version: {
      title: 'Version',
      description: 'The version of the agent that it invokes; left out, that of each deployment.',
      examples: ['2'],
      kinds: {
        integer: { minimum: 1, maximum: 99999 },
        string: { pattern: '^[1-9][0-9]{0,4}$', allowed: 'a number from 1 to 99999, or a CloudFormation function' },
      },
      functions: 'textFunction',
    },
    description: anyText({ title: 'Description', description: 'What it is for, 1 to 256 characters.' }, { minLength: 1, maxLength: 256 }),
  },
));
