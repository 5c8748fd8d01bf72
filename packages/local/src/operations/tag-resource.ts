import { TAGGABLE_ARN, TAGS } from './configuration-shapes.js';
import { defineOperation } from './operation.js';
import { ServiceException } from './service-exception.js';
import { taggedInterpreter } from './tagged-interpreter.js';

interface Input {
  readonly resourceArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

const MOST_TAGS = 50;

export const tagResource = defineOperation<Input>({
  name: 'TagResource',
  method: 'POST',
  path: '/tags/:resourceArn',
  status: 204,
  members: { resourceArn: TAGGABLE_ARN, tags: TAGS },
  required: ['resourceArn', 'tags'],
  describe: ({ resourceArn }, call) => { call.codeInterpreterId = resourceArn; },
  run({ resourceArn, tags }, { interpreters }) {
    const interpreter = taggedInterpreter(interpreters, resourceArn);
    const names = new Set([...interpreter.tags.keys(), ...Object.keys(tags)]);
    if (names.size > MOST_TAGS) {
      throw new ServiceException('ServiceQuotaExceededException',
        `The resource would have ${names.size} tags; it may have at most ${MOST_TAGS}. Remove some first.`);
    }
    for (const [key, value] of Object.entries(tags)) { interpreter.tags.set(key, value); }
  },
});
