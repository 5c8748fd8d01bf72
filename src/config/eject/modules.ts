import { ModuleName } from '../plan/expression';

/** What is imported name by name. Of all other modules the module is imported, under this name. */
export const MODULE_NAMES: Readonly<Partial<Record<ModuleName, string>>> = {
  agentcore: 'bedrockagentcore',
  ec2: 'ec2',
  ecr: 'ecr',
  iam: 'iam',
  s3: 's3',
};
