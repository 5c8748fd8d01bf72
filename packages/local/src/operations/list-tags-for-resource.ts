import { TAGGABLE_ARN } from './configuration-shapes.js';
import { defineOperation } from './operation.js';
import { taggedInterpreter } from './tagged-interpreter.js';

interface Input {
  readonly resourceArn: string;
}

export const listTagsForResource = defineOperation<Input>({
  name: 'ListTagsForResource',
  method: 'GET',
  path: '/tags/:resourceArn',
  status: 200,
  members: { resourceArn: TAGGABLE_ARN },
  required: ['resourceArn'],
  describe: ({ resourceArn }, call) => { call.codeInterpreterId = resourceArn; },
  run: ({ resourceArn }, { interpreters }) => ({ tags: Object.fromEntries(taggedInterpreter(interpreters, resourceArn).tags) }),
});
