import { CERTIFICATES, FILE_SYSTEMS, INTERPRETER_NAME, NETWORK_CONFIGURATION, ROLE_ARN, TAGS } from './configuration-shapes.js';
import { defineOperation } from './operation.js';
import { fieldInvalid } from './service-exception.js';
import { CLIENT_TOKEN, text } from './shapes.js';
import { NetworkMode } from '../sandbox/sandbox.js';
import { InterpreterSettings, VpcConfig } from '../state/interpreter.js';

interface Input extends Omit<InterpreterSettings, 'networkMode' | 'vpcConfig'> {
  readonly networkConfiguration: { readonly networkMode: NetworkMode; readonly vpcConfig?: VpcConfig };
  readonly clientToken?: string;
}

export const createCodeInterpreter = defineOperation<Input>({
  name: 'CreateCodeInterpreter',
  method: 'PUT',
  path: '/code-interpreters',
  status: 202,
  members: {
    name: INTERPRETER_NAME,
    networkConfiguration: NETWORK_CONFIGURATION,
    description: text(1, 4096),
    executionRoleArn: ROLE_ARN,
    certificates: CERTIFICATES,
    filesystemConfigurations: FILE_SYSTEMS,
    tags: TAGS,
    clientToken: CLIENT_TOKEN,
  },
  required: ['name', 'networkConfiguration'],
  async run({ networkConfiguration, clientToken, ...others }, service, call) {
    checkVpcConfig(networkConfiguration);
    const settings = { ...others, ...networkConfiguration };
    const { id, arn, createdAt } = await service.creations.once(clientToken, settings, async () => service.interpreters.create(settings));
    call.codeInterpreterId = id;
    return { codeInterpreterId: id, codeInterpreterArn: arn, createdAt, status: 'CREATING' };
  },
});

function checkVpcConfig({ networkMode, vpcConfig }: Input['networkConfiguration']): void {
  if ((networkMode === 'VPC') === (vpcConfig !== undefined)) { return; }
  throw fieldInvalid('networkConfiguration.vpcConfig', vpcConfig
    ? `vpcConfig is only for network mode VPC, not for ${networkMode}. Leave it out, or use VPC.`
    : 'Network mode VPC needs vpcConfig, with securityGroups and subnets.');
}
