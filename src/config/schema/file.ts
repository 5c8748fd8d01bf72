import { agent } from './agent';
import { browser } from './browser';
import { codeInterpreter } from './code-interpreter';
import { listFunction, textFunction } from './functions';
import { Schema } from './schema';
import { anyLiteralText } from './text';

/** That of a stack's name, which the framework begins with it. */
const MAX_SERVICE_LENGTH = 128;
const NOTHING_BELOW = 'describe agents below it, or write {} for none';

const name: Schema = {
  type: 'string',
  pattern: '^[a-zA-Z][a-zA-Z0-9_-]*$',
  allowed: 'a letter, and letters, digits, dashes and underscores',
};

function named(title: string, description: string, definition: string): Schema {
  return { title, description, type: 'object', propertyNames: name, additionalProperties: { $ref: `#/definitions/${definition}` } };
}

/** What others build: whatever is in there is not looked at. */
function elsewhere(title: string, construct: string): Schema {
  return { title, description: `Not made here: use ${construct} of aws-cdk-lib/aws-bedrockagentcore.`, type: 'object' };
}

const codeInterpreters = named('Code interpreters', 'Code interpreters of your own, by name.', 'codeInterpreter');
const browsers = named('Browsers', 'Browsers of your own, by name.', 'browser');
const shared = {
  codeInterpreters,
  browsers,
  memory: elsewhere('Memory', 'Memory'),
  gateways: elsewhere('Gateways', 'Gateway'),
  tools: elsewhere('Tools', 'GatewayTarget'),
};

const loose = (title: string, description: string): Schema => ({ title, description });

/** A whole `serverless.yml`, of which this package builds `agents:` or `ai:`. */
export const configFile: Schema = {
  title: 'serverless.yml with agents',
  description: 'A configuration of the Serverless Framework, as AgentsFromConfig of cdk-agentcore-code-interpreter reads it.',
  type: 'object',
  properties: {
    service: {
      title: 'Service',
      description: 'The name of the service.',
      kinds: {
        string: { maxLength: MAX_SERVICE_LENGTH },
        object: { properties: { name: anyLiteralText({ description: 'The name of the service.' }, { maxLength: MAX_SERVICE_LENGTH }) }, required: ['name'], advice: 'write service: <name>' },
      },
    },
    provider: {
      title: 'Provider',
      description: 'Read for stage and region, where variables use them.',
      kinds: {
        string: { anyCase: ['aws'] },
        object: {
          properties: {
            name: { description: 'Always aws.', type: 'string', anyCase: ['aws'] },
            stage: loose('Stage', 'The stage where the app names none.'),
            region: loose('Region', 'Not read: the region is that of the stack.'),
          },
        },
      },
    },
    agents: {
      title: 'Agents',
      description: 'Agents by name, and beside them codeInterpreters, browsers, memory, gateways and tools.',
      type: 'object',
      propertyNames: name,
      properties: shared,
      additionalProperties: { $ref: '#/definitions/agent' },
      advice: NOTHING_BELOW,
    },
    ai: {
      title: 'AI',
      description: 'The newer form of agents: the agents are below agents.',
      type: 'object',
      properties: { agents: named('Agents', 'Agents by name.', 'agent'), ...shared },
      additionalProperties: false,
      advice: NOTHING_BELOW,
      instead: { agent: 'write agents: { <name>: … }', codeInterpreter: 'write codeInterpreters: { <name>: … }', browser: 'write browsers: { <name>: … }' },
    },
    resources: loose('Resources', 'CloudFormation resources, outputs, parameters, conditions and mappings, which agents can refer to.'),
    custom: loose('Custom', 'Values for ${self:custom.…}.'),
    params: loose('Parameters', 'Values for ${param:…}, by stage.'),
    stages: loose('Stages', 'Parameters for ${param:…}, by stage.'),
  },
  advice: 'write agents: or ai:',
};

export const DEFINITIONS: Readonly<Record<string, Schema>> = { agent, codeInterpreter, browser, textFunction, listFunction };
