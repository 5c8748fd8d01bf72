import { codeInterpreterNetwork } from './network';
import { role } from './role';
import { map } from './schema';
import { tags } from './tags';
import { anyText } from './text';

/** A code interpreter of `codeInterpreters:`. */
export const codeInterpreter = map({
  title: 'Code interpreter',
  description: 'A code interpreter of your own. Without any of these it has no network but Amazon S3 and DNS, and a role without rights.',
  advice: 'write {} for one with all defaults',
}, {
  description: anyText({ title: 'Description', description: 'What it is for, 1 to 4096 characters.' }, { minLength: 1, maxLength: 4096 }),
  network: codeInterpreterNetwork,
  role,
  tags: tags('the code interpreter'),
}, {
  instead: {
    type: 'remove it: all below codeInterpreters are code interpreters',
    name: 'remove it: the key above is the name',
    networkMode: 'write network: { mode: … }',
    networkConfiguration: 'write network: { mode: … }',
    vpcConfig: 'write network: { mode: VPC, subnets: […], securityGroups: […] }',
    executionRole: 'write role',
    executionRoleArn: 'write role',
    roleArn: 'write role',
    iamRoleStatements: 'write role: { statements: […] }',
    environment: 'remove it: code interpreters have no environment variables; agents do',
    handler: 'remove it: code interpreters run what they are sent; agents have a handler',
  },
});
