import { CERTIFICATES, FILE_SYSTEMS } from './configuration-shapes.js';
import { defineOperation } from './operation.js';
import { fieldInvalid } from './service-exception.js';
import { CLIENT_TOKEN, IDENTIFIER, integer, text, TRACE, TRACE_HEADERS } from './shapes.js';
import { Certificate, FileSystem } from '../state/interpreter.js';

interface Input {
  readonly codeInterpreterIdentifier: string;
  readonly name?: string;
  readonly sessionTimeoutSeconds?: number;
  readonly certificates?: readonly Certificate[];
  readonly filesystemConfigurations?: readonly FileSystem[];
  readonly clientToken?: string;
}

const DEFAULT_TIMEOUT_SECONDS = 900;

export const startCodeInterpreterSession = defineOperation<Input>({
  name: 'StartCodeInterpreterSession',
  method: 'PUT',
  path: '/code-interpreters/:codeInterpreterIdentifier/sessions/start',
  status: 200,
  headers: TRACE_HEADERS,
  members: {
    ...TRACE,
    codeInterpreterIdentifier: IDENTIFIER,
    name: text(1, 100),
    sessionTimeoutSeconds: integer(1, 28_800),
    certificates: CERTIFICATES,
    filesystemConfigurations: FILE_SYSTEMS,
    clientToken: CLIENT_TOKEN,
  },
  required: ['codeInterpreterIdentifier'],
  describe: ({ codeInterpreterIdentifier }, call) => { call.codeInterpreterId = codeInterpreterIdentifier; },
  async run(input, service, call) {
    const { codeInterpreterIdentifier, name, certificates, filesystemConfigurations = [], clientToken } = input;
    const interpreter = service.interpreters.find(codeInterpreterIdentifier);
    if (filesystemConfigurations.length + (interpreter.filesystemConfigurations?.length ?? 0) > 0) {
      // As in the service, where a session does not start when its file systems cannot be mounted.
      throw fieldInvalid('filesystemConfigurations', 'The local service cannot mount file systems, so a session with '
        + 'filesystemConfigurations cannot start. Leave them out, and write files with writeFiles.');
    }
    const { sessionTimeoutSeconds: timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = input;
    const session = await service.starts.once(clientToken, [interpreter.id, name, timeoutSeconds, certificates],
      () => service.sessions.start(interpreter, { name, timeoutSeconds, certificates }));
    call.sessionId = session.id;
    return { codeInterpreterIdentifier, sessionId: session.id, createdAt: session.createdAt };
  },
});
