import { defineOperation } from './operation.js';
import { IDENTIFIER, MAX_RESULTS, NEXT_TOKEN } from './shapes.js';
import { PageRequest } from '../state/pages.js';
import { SessionStatus } from '../state/session.js';

interface Input extends PageRequest {
  readonly codeInterpreterIdentifier: string;
  readonly status?: SessionStatus;
}

export const listCodeInterpreterSessions = defineOperation<Input>({
  name: 'ListCodeInterpreterSessions',
  method: 'POST',
  path: '/code-interpreters/:codeInterpreterIdentifier/sessions/list',
  status: 200,
  members: {
    codeInterpreterIdentifier: IDENTIFIER,
    maxResults: MAX_RESULTS,
    nextToken: NEXT_TOKEN,
    status: { type: 'string', enum: ['READY', 'TERMINATED'] },
  },
  required: ['codeInterpreterIdentifier'],
  describe: ({ codeInterpreterIdentifier }, call) => { call.codeInterpreterId = codeInterpreterIdentifier; },
  run(input, { interpreters, sessions, pages }) {
    const { codeInterpreterIdentifier, status: asked } = input;
    const interpreter = interpreters.find(codeInterpreterIdentifier);
    const page = pages.cut(sessions.list(interpreter, asked), ({ id }) => id, ['sessions', interpreter.id, asked], input);
    return {
      items: page.items.map(({ id, settings: { name }, status, createdAt, lastUpdatedAt }) => {
        return { codeInterpreterIdentifier, sessionId: id, name, status, createdAt, lastUpdatedAt };
      }),
      nextToken: page.nextToken,
    };
  },
});
