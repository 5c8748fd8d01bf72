import { TAG_KEY, TAGGABLE_ARN } from './configuration-shapes.js';
import { defineOperation } from './operation.js';
import { list } from './shapes.js';
import { taggedInterpreter } from './tagged-interpreter.js';

interface Input {
  readonly resourceArn: string;
  readonly tagKeys: readonly string[];
}

export const untagResource = defineOperation<Input>({
  name: 'UntagResource',
  method: 'DELETE',
  path: '/tags/:resourceArn',
  status: 204,
  query: { tagKeys: 'list' },
  members: { resourceArn: TAGGABLE_ARN, tagKeys: list(TAG_KEY, 0, 200) },
  required: ['resourceArn', 'tagKeys'],
  describe: ({ resourceArn }, call) => { call.codeInterpreterId = resourceArn; },
  run({ resourceArn, tagKeys }, { interpreters }) {
    const { tags } = taggedInterpreter(interpreters, resourceArn);
    for (const key of tagKeys) { tags.delete(key); }
  },
});
