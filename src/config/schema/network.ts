import { choice, list, map, Schema } from './schema';
import { formedText } from './text';

const MAX_ITEMS = 16;

function ids(noun: string, prefix: string): Schema {
  return list(
    { title: noun, description: `The ${noun.toLowerCase()} in VPC mode, 1 to ${MAX_ITEMS}.`, examples: [[`${prefix}-0123456789abcdef0`]] },
    formedText({ description: `The id of one of the ${noun.toLowerCase()}.` }, {
      pattern: `^${prefix}-[0-9a-zA-Z]{8,17}$`,
      allowed: `${prefix}- and 8 to 17 letters and digits, or a CloudFormation function`,
    }),
    { minItems: 1, maxItems: MAX_ITEMS },
  );
}

/** @param instead what to do about modes of others */
function network(description: string, modes: readonly string[], instead: Readonly<Record<string, string>>): Schema {
  return map({ title: 'Network', description, default: { mode: modes[0] } }, {
    mode: choice({ title: 'Network mode', description, default: modes[0] }, modes, { instead }),
    subnets: ids('Subnets', 'subnet'),
    securityGroups: ids('Security groups', 'sg'),
  }, {
    if: { type: 'object', properties: { mode: { type: 'string', anyCase: ['VPC'] } }, required: ['mode'] },
    then: {
      type: 'object',
      properties: { subnets: {}, securityGroups: {} },
      required: ['subnets', 'securityGroups'],
      advice: 'VPC mode takes subnets and securityGroups, 1 to 16 of each',
    },
    instead: {
      networkMode: 'write mode',
      type: 'write mode',
      subnetIds: 'write subnets',
      securityGroupIds: 'write securityGroups',
      vpcConfig: 'write subnets and securityGroups without it',
      vpc: 'write mode: VPC, and subnets and securityGroups beside it',
    },
  });
}

const SANDBOX_ELSEWHERE = { SANDBOX: 'SANDBOX is a mode of code interpreters' };

export const codeInterpreterNetwork = network(
  'What code in a session can reach. SANDBOX: Amazon S3 and DNS only. PUBLIC: the internet. VPC: what subnets and security groups let it reach.',
  ['SANDBOX', 'PUBLIC', 'VPC'], {},
);
export const agentNetwork = network(
  'What the agent can reach. PUBLIC: the internet. VPC: what subnets and security groups let it reach.',
  ['PUBLIC', 'VPC'], SANDBOX_ELSEWHERE,
);
export const browserNetwork = network(
  'What the browser can reach. PUBLIC: the internet. VPC: what subnets and security groups let it reach.',
  ['PUBLIC', 'VPC'], SANDBOX_ELSEWHERE,
);
