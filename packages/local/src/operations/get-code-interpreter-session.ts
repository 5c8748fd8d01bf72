import { defineOperation } from './operation.js';
import { IDENTIFIER, SESSION_ID } from './shapes.js';

interface Input {
  readonly codeInterpreterIdentifier: string;
  readonly sessionId: string;
}

export const getCodeInterpreterSession = defineOperation<Input>({
  name: 'GetCodeInterpreterSession',
  method: 'GET',
  path: '/code-interpreters/:codeInterpreterIdentifier/sessions/get',
  status: 200,
  query: { sessionId: 'text' },
  members: { codeInterpreterIdentifier: IDENTIFIER, sessionId: SESSION_ID },
  required: ['codeInterpreterIdentifier', 'sessionId'],
  describe({ codeInterpreterIdentifier, sessionId }, call) {
    call.codeInterpreterId = codeInterpreterIdentifier;
    call.sessionId = sessionId;
  },
  run({ codeInterpreterIdentifier, sessionId }, { interpreters, sessions }) {
    const session = sessions.find(interpreters.find(codeInterpreterIdentifier), sessionId);
    const { createdAt, status, settings: { name, timeoutSeconds, certificates } } = session;
    return { codeInterpreterIdentifier, sessionId, name, createdAt, sessionTimeoutSeconds: timeoutSeconds, status, certificates };
  },
});
