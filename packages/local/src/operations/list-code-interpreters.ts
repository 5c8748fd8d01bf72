import { defineOperation } from './operation.js';
import { MAX_RESULTS, NEXT_TOKEN } from './shapes.js';
import { Interpreter } from '../state/interpreter.js';
import { PageRequest } from '../state/pages.js';

interface Input extends PageRequest {
  readonly type?: Interpreter['type'];
}

export const listCodeInterpreters = defineOperation<Input>({
  name: 'ListCodeInterpreters',
  method: 'POST',
  path: '/code-interpreters',
  status: 200,
  query: { maxResults: 'integer', nextToken: 'text', type: 'text' },
  members: { maxResults: MAX_RESULTS, nextToken: NEXT_TOKEN, type: { type: 'string', enum: ['SYSTEM', 'CUSTOM'] } },
  run(input, { interpreters, pages }) {
    const page = pages.cut(interpreters.list(input.type), ({ position }) => position, ['interpreters', input.type], input);
    return {
      codeInterpreterSummaries: page.items.map(({ id, arn, name, description, createdAt }) => {
        return { codeInterpreterId: id, codeInterpreterArn: arn, name, description, status: 'READY', createdAt, lastUpdatedAt: createdAt };
      }),
      nextToken: page.nextToken,
    };
  },
});
