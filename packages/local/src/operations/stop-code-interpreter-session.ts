import { defineOperation } from './operation.js';
import { CLIENT_TOKEN, IDENTIFIER, SESSION_ID, TRACE, TRACE_HEADERS } from './shapes.js';

interface Input {
  readonly codeInterpreterIdentifier: string;
  readonly sessionId: string;
}

/** Stopping what is over changes nothing and is answered as the first time, so that clients can always clean up. */
export const stopCodeInterpreterSession = defineOperation<Input>({
  name: 'StopCodeInterpreterSession',
  method: 'PUT',
  path: '/code-interpreters/:codeInterpreterIdentifier/sessions/stop',
  status: 200,
  headers: TRACE_HEADERS,
  query: { sessionId: 'text' },
  members: { ...TRACE, codeInterpreterIdentifier: IDENTIFIER, sessionId: SESSION_ID, clientToken: CLIENT_TOKEN },
  required: ['codeInterpreterIdentifier', 'sessionId'],
  describe({ codeInterpreterIdentifier, sessionId }, call) {
    call.codeInterpreterId = codeInterpreterIdentifier;
    call.sessionId = sessionId;
  },
  async run({ codeInterpreterIdentifier, sessionId }, { interpreters, sessions }) {
    const session = sessions.find(interpreters.find(codeInterpreterIdentifier), sessionId);
    await sessions.terminate(session, 'stopped');
    return { codeInterpreterIdentifier, sessionId, lastUpdatedAt: session.lastUpdatedAt };
  },
});
