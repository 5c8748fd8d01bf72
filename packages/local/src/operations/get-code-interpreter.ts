import { defineOperation } from './operation.js';
import { IDENTIFIER } from './shapes.js';
import { Interpreter } from '../state/interpreter.js';

interface Input {
  readonly codeInterpreterId: string;
}

export const getCodeInterpreter = defineOperation<Input>({
  name: 'GetCodeInterpreter',
  method: 'GET',
  path: '/code-interpreters/:codeInterpreterId',
  status: 200,
  // Without the pattern of ids: this operation has no ValidationException, and what is no id is not found.
  members: { codeInterpreterId: IDENTIFIER },
  required: ['codeInterpreterId'],
  describe: ({ codeInterpreterId }, call) => { call.codeInterpreterId = codeInterpreterId; },
  run: ({ codeInterpreterId }, { interpreters }) => details(interpreters.find(codeInterpreterId)),
});

function details({
  id, arn, name, description, executionRoleArn, networkMode, vpcConfig, createdAt, certificates, filesystemConfigurations,
}: Interpreter): object {
  return {
    codeInterpreterId: id,
    codeInterpreterArn: arn,
    name,
    description,
    executionRoleArn,
    networkConfiguration: { networkMode, vpcConfig },
    status: 'READY',
    createdAt,
    // Nothing but tags can change.
    lastUpdatedAt: createdAt,
    certificates,
    filesystemConfigurations,
  };
}
