import { INTERPRETER_ID } from './configuration-shapes.js';
import { defineOperation } from './operation.js';
import { fieldInvalid, ServiceException } from './service-exception.js';
import { CLIENT_TOKEN } from './shapes.js';
import { Service } from '../state/service.js';

interface Input {
  readonly codeInterpreterId: string;
  readonly clientToken?: string;
}

export const deleteCodeInterpreter = defineOperation<Input>({
  name: 'DeleteCodeInterpreter',
  method: 'DELETE',
  path: '/code-interpreters/:codeInterpreterId',
  status: 202,
  query: { clientToken: 'text' },
  members: { codeInterpreterId: INTERPRETER_ID, clientToken: CLIENT_TOKEN },
  required: ['codeInterpreterId'],
  describe: ({ codeInterpreterId }, call) => { call.codeInterpreterId = codeInterpreterId; },
  async run({ codeInterpreterId, clientToken }, service) {
    const lastUpdatedAt = await service.deletions.once(clientToken, codeInterpreterId, async () => deleteNow(codeInterpreterId, service));
    return { codeInterpreterId, status: 'DELETING', lastUpdatedAt };
  },
});

function deleteNow(id: string, { interpreters, sessions }: Service): Date {
  const interpreter = interpreters.find(id);
  if (interpreter.type === 'SYSTEM') { throw fieldInvalid('codeInterpreterId', `${id} is the service's own and cannot be deleted.`); }
  if (sessions.areActive(interpreter)) {
    throw new ServiceException('ConflictException',
      `Code interpreter ${id} has active sessions. Stop them with StopCodeInterpreterSession first.`);
  }
  interpreters.delete(interpreter);
  return new Date();
}
