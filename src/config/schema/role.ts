import { list, map, Schema } from './schema';
import { roleTags } from './tags';
import { anyText, formedText, oneOrMore } from './text';

const POLICY_ARN = '^arn:[a-z-]+:iam::(?:aws|[0-9]{12}):policy/[a-zA-Z0-9+=,.@_/-]+$';
const NO_PRINCIPAL = 'a statement of a role names no principal: it is about what the role may do; for who may assume the role use a role of yours';

const action: Schema = oneOrMore({ description: 'Actions, with * as a wildcard.', examples: ['s3:GetObject', ['s3:GetObject', 's3:PutObject']] }, {
  pattern: '^(?:\\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*]+)$',
  allowed: '"*", or a service, a colon and the name of an action, in which * is a wildcard',
});
const resource: Schema = oneOrMore({ description: 'ARNs of resources, with * as a wildcard.', examples: ['*'] }, {
  pattern: '^(?:\\*|arn:)',
  allowed: '"*", an ARN, or a CloudFormation function',
});

const conditionValue: Schema = { ...anyText({ description: 'A value of the condition key.' }) };
const condition: Schema = {
  description: 'When the statement holds, by operator and condition key.',
  examples: [{ StringEquals: { 'aws:ResourceTag/Team': 'AI' } }],
  type: 'object',
  additionalProperties: {
    description: 'Condition keys and their values.',
    type: 'object',
    additionalProperties: {
      description: 'The value, or a list of values.',
      kinds: { string: {}, number: {}, boolean: {}, array: { items: conditionValue } },
      functions: 'listFunction',
    },
  },
};

const statement: Schema = map({ title: 'Policy statement', description: 'A statement of the role, in the language of IAM.' }, {
  Sid: formedText({ description: 'A name for the statement.' }, { pattern: '^[0-9A-Za-z]*$', allowed: 'letters and digits' }),
  Effect: { description: 'Whether it allows or denies.', type: 'string', enum: ['Allow', 'Deny'] },
  Action: action,
  NotAction: action,
  Resource: resource,
  NotResource: resource,
  Condition: condition,
  Principal: { refused: NO_PRINCIPAL },
  NotPrincipal: { refused: NO_PRINCIPAL },
}, {
  required: ['Effect'],
  advice: 'write Allow or Deny',
  instead: {
    effect: 'write Effect',
    action: 'write Action',
    actions: 'write Action',
    Actions: 'write Action',
    resource: 'write Resource',
    resources: 'write Resource',
    Resources: 'write Resource',
    condition: 'write Condition',
    Conditions: 'write Condition',
  },
});

const description = 'A role that exists: its ARN, the logical id of a resource of this file, or a CloudFormation function.'
  + ' Or what to add to the role that is made.';

export const role: Schema = {
  title: 'IAM role',
  description,
  examples: ['MyRole', { statements: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] }],
  kinds: {
    string: {
      pattern: '^(?:[a-zA-Z][a-zA-Z0-9]*|arn:[a-z-]+:iam::[0-9]{12}:role/[a-zA-Z0-9+=,.@_/-]+)$',
      allowed: 'the ARN of a role (arn:…:iam::<account>:role/<name>), a logical id, a CloudFormation function, or a map of additions',
    },
    object: map({ description }, {
      name: formedText({ title: 'Role name', description: 'The name of the role. A role with a name cannot be replaced.' }, {
        pattern: '^[\\w+=,.@-]{1,64}$', allowed: '1 to 64 letters, digits and characters of _+=,.@-',
      }),
      statements: list({ title: 'Statements', description: 'What the role may do beside what it needs.' }, statement),
      managedPolicies: list({ title: 'Managed policies', description: 'ARNs of managed policies, at most 20.' }, formedText(
        { description: 'The ARN of a managed policy.' },
        { pattern: POLICY_ARN, allowed: 'the ARN of a policy (arn:…:iam::<account or aws>:policy/<name>), or a CloudFormation function' },
      ), { maxItems: 20 }),
      permissionsBoundary: formedText({ title: 'Permissions boundary', description: 'The ARN of the policy that limits the role.' }, {
        pattern: POLICY_ARN, allowed: 'the ARN of a policy (arn:…:iam::<account or aws>:policy/<name>), or a CloudFormation function',
      }),
      tags: roleTags,
    }, {
      instead: {
        managedPolicyArns: 'write managedPolicies',
        policies: 'write statements, or managedPolicies',
        iamRoleStatements: 'write statements',
        permissionBoundary: 'write permissionsBoundary',
        roleName: 'write name',
        arn: 'write the ARN itself: role: arn:…',
      },
    }),
  },
  functions: 'textFunction',
};

