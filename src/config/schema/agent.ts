import { artifact, handler, packaging } from './agent-source';
import { authorizer } from './authorizer';
import { endpoints } from './endpoint';
import { agentNetwork } from './network';
import { role } from './role';
import { choice, list, map, Schema, wholeNumber } from './schema';
import { tags } from './tags';
import { anyText, literalText } from './text';
import { MAX_REQUEST_HEADERS, REQUEST_HEADER } from '../../private/request-headers';

const MODEL_ID = '^[a-zA-Z0-9-]+\\.[a-zA-Z0-9._:-]+$';

const environment: Schema = {
  title: 'Environment variables',
  description: 'Variables of the agent, at most 50. One that holds the id of a code interpreter or browser of this file lets the agent use it.',
  examples: [{ CUSTOM_INTERPRETER_ID: { 'Fn::GetAtt': ['AnalyzerCodeInterpreter', 'CodeInterpreterId'] } }],
  type: 'object',
  maxProperties: 50,
  propertyNames: { type: 'string', pattern: '^[a-zA-Z_][a-zA-Z0-9_]{0,99}$', allowed: 'letters, digits and underscores, not starting with a digit' },
  additionalProperties: anyText({ description: 'The value, at most 2048 characters.' }, {
    maxLength: 2048, advice: 'put it into a parameter or a file, and pass where it is',
  }),
};

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html */
const requestHeader = literalText({ description: 'The name of a header.', examples: ['X-Trace-Id'] }, {
  pattern: withoutCaseFlag(REQUEST_HEADER),
  allowed: 'letters, digits, dashes and underscores, starting with a letter; of those that begin with X-Amz- or X-Amzn- only'
    + ' X-Amzn-Bedrock-AgentCore-Runtime-Custom-…',
});

/** An agent of `agents:`. */
export const agent = map({
  title: 'Agent',
  description: 'An agent on AgentCore Runtime. Without artifact and handler it is built from the Dockerfile, or the Python or Node.js code, beside this file.',
  advice: 'write {} for one with all defaults',
}, {
  description: anyText({ title: 'Description', description: 'What it is for, 1 to 1200 characters.' }, { minLength: 1, maxLength: 1200 }),
  artifact,
  handler,
  runtime: choice({ title: 'Runtime', description: 'The Python that runs the handler.', default: 'python3.13' },
    ['python3.10', 'python3.11', 'python3.12', 'python3.13', 'python3.14']),
  package: packaging,
  codeInterpreter: literalText({
    title: 'Code interpreter',
    description: 'The code interpreter that the agent may use, by its name below codeInterpreters. Its id goes into CUSTOM_INTERPRETER_ID.'
      + ' A key of cdk-agentcore-code-interpreter.',
    default: 'aws.codeinterpreter.v1',
  }),
  browser: literalText({
    title: 'Browser',
    description: 'The browser that the agent may use, by its name below browsers. Its id goes into CUSTOM_BROWSER_ID.'
      + ' A key of cdk-agentcore-code-interpreter.',
    default: 'aws.browser.v1',
  }),
  models: list({
    title: 'Models',
    description: 'Models on Amazon Bedrock that the agent may call: ids of foundation models or inference profiles. Left out, it may call all.'
      + ' A key of cdk-agentcore-code-interpreter.',
    examples: [['us.anthropic.claude-sonnet-4-20250514-v1:0']],
  }, literalText({ description: 'The id of a model or inference profile.' }, {
    pattern: MODEL_ID,
    allowed: 'the id of a foundation model or inference profile, such as us.anthropic.claude-sonnet-4-20250514-v1:0',
    advice: 'for an ARN, grant in code: AgentModel.fromBedrockModel() or AgentModel.applicationInferenceProfile()',
  })),
  environment,
  network: agentNetwork,
  role,
  authorizer,
  protocol: choice({ title: 'Protocol', description: 'How the agent is spoken to.', default: 'HTTP' }, ['HTTP', 'MCP', 'A2A']),
  lifecycle: map({ title: 'Lifecycle', description: 'How long sessions last, in seconds.' }, {
    idleRuntimeSessionTimeout: wholeNumber({
      title: 'Idle timeout', description: 'After how many seconds without a request a session ends, 60 to 28800.', default: 900,
    }, 60, 28800),
    maxLifetime: wholeNumber({
      title: 'Longest lifetime', description: 'After how many seconds a session ends in any case, 60 to 28800.', default: 28800,
    }, 60, 28800),
  }, { instead: { idleTimeout: 'write idleRuntimeSessionTimeout', maxLifetimeSeconds: 'write maxLifetime' } }),
  endpoints,
  requestHeaders: map({ title: 'Request headers', description: 'Headers that the agent gets to see.' }, {
    allowlist: list({ title: 'Allowed headers', description: `Names of headers, 1 to ${MAX_REQUEST_HEADERS}.` }, requestHeader, { minItems: 1, maxItems: MAX_REQUEST_HEADERS }),
  }, { instead: { allowList: 'write allowlist', allowedHeaders: 'write allowlist', headers: 'write allowlist' } }),
  memory: {
    title: 'Memory',
    description: 'The memory of the agent, by its name below memory. Not made here: pass one from aws-cdk-lib as memories.',
    kinds: { string: {}, object: {} },
  },
  gateway: literalText({ title: 'Gateway', description: 'The gateway of the agent, by its name below gateways. Not made here: pass one from aws-cdk-lib as gateways.' }),
  tags: tags('the agent'),
}, {
  instead: {
    type: 'remove it: code interpreters go below codeInterpreters, browsers below browsers, and all else is an agent',
    name: 'remove it: the key above is the name',
    env: 'write environment',
    environmentVariables: 'write environment',
    image: 'write artifact: { image: … }',
    container: 'write artifact: { image: … }',
    docker: 'write artifact: { image: { file, path } }',
    dockerfile: 'write artifact: { image: { file: … } }',
    s3: 'write artifact: { s3: { bucket, key } }',
    entrypoint: 'write handler',
    entryPoint: 'write handler',
    networkMode: 'write network: { mode: … }',
    vpc: 'write network: { mode: VPC, subnets: […], securityGroups: […] }',
    vpcConfig: 'write network: { mode: VPC, subnets: […], securityGroups: […] }',
    executionRole: 'write role',
    roleArn: 'write role',
    iamRoleStatements: 'write role: { statements: […] }',
    codeInterpreters: 'write codeInterpreter: <name>; code interpreters themselves go beside the agents',
    browsers: 'write browser: <name>; browsers themselves go beside the agents',
    gateways: 'write gateway: <name>',
    memories: 'write memory: <name>',
    tools: 'tools belong to gateways: write gateway: <name>',
    model: 'write models: […]',
    timeout: 'write lifecycle: { maxLifetime: … }',
  },
});

/** JSON Schema has no flags. */
function withoutCaseFlag({ source }: RegExp): string {
  return source.replace(/\[[^\]]*\]|[a-z]/g, (part) => (part.startsWith('[') ? part.replace('a-z', 'a-zA-Z') : `[${part.toUpperCase()}${part}]`));
}
