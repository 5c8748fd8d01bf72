import { Stack } from 'aws-cdk-lib/core';
import { agent, browser, problemsIn } from './validation-helpers';
import { AgentSource, AgentWithCodeInterpreter } from '../../src';
import { stackWithOutput } from '../fixtures/agents/helpers';

const HANDLER = 'a Python file relative to the folder of the configuration (src/agent.py), or a function in one (src/agent.main); for other languages write a Dockerfile and leave handler out';

describe('what an agent is made of', () => {
  test.each([
    [''], ['handler: agent.py'], ['handler: src/agent.main, runtime: Python3.14'], ['handler: ./a-b/c d.py'], [`handler: ${'x'.repeat(125)}.py`],
    ['handler: a.py, artifact: { s3: { bucket: my.bucket-1, key: k.zip, versionId: 1.10 } }'], ['handler: a.py, artifact: { s3: { bucket: !Ref B, key: !Ref K } }'],
    ['artifact: {}'], ['artifact: { image: {} }'], ['artifact: { image: { file: D, path: ., repository: r, buildArgs: { A: 1, B: b } } }'],
    ['artifact: { image: !Ref Image }'], ['handler: a.py, package: { patterns: ["!tests/**"], include: [a], exclude: [] }'],
  ])('%s is fine', (lines) => expect(agent(lines)).toEqual([]));

  test.each([
    ['handler: index.js', `handler: got "index.js", allowed: ${HANDLER}`],
    ['handler: agent', `handler: got "agent", allowed: ${HANDLER}`],
    ['handler: .py', `handler: got ".py", allowed: ${HANDLER}`],
    ['handler: /etc/agent.py', `handler: got "/etc/agent.py", allowed: ${HANDLER}`],
    ['handler: a/../../agent.py', `handler: got "a/../../agent.py", allowed: ${HANDLER}`],
    ['handler: a\\b.py', `handler: got "a\\\\b.py", allowed: ${HANDLER}`],
    [`handler: ${'x'.repeat(126)}.py`, 'handler: got 129 characters, allowed: 0 to 128 characters; for other languages write a Dockerfile and leave handler out'],
    ['handler: a.py, runtime: python3.9', 'runtime: got "python3.9", allowed: python3.10, python3.11, python3.12, python3.13, python3.14 (in any case); did you mean python3.10?'],
    ['handler: a.py, runtime: python3x11', 'runtime: got "python3x11", allowed: python3.10, python3.11, python3.12, python3.13, python3.14 (in any case); did you mean python3.11?'],
    ['handler: a.py, artifact: { image: !Ref I }', ': got handler and artifact.image, expected one of them; remove handler to run an image, or artifact.image to run Python code'],
    ['artifact: { image: !Ref I, s3: { bucket: abc, key: k } }', 'artifact: got image and s3, expected one of them; remove one'],
    ['artifact: { s3: { bucket: abc, key: k } }', 'artifact: handler is missing; an archive in S3 takes handler: <the file in it that runs>'],
    ['handler: a.py, artifact: { s3: { bucket: abc, key: "" } }', 'artifact.s3.key: got an empty text, allowed: 1 to 1024 characters; write one, or leave the key out'],
    ['handler: a.py, artifact: { s3: { bucket: My_Bucket, key: k } }', 'artifact.s3.bucket: got "My_Bucket", allowed: 3 to 63 small letters, digits, dots and dashes, or a CloudFormation function'],
    ['artifact: { docker: {} }', 'artifact: unknown key "docker"; write image'],
    ['artifact: { image: { dockerfile: x } }', 'artifact.image: unknown key "dockerfile"; write file'],
    ['artifact: { image: 5 }', 'artifact.image: got 5, expected a text or a map'],
    ['artifact: { image: { buildArgs: { A: !Ref B } } }', 'artifact.image.buildArgs.A: got Ref, whose value is known at deployment only; write the value itself'],
    ['handler: a.py, package: { artifact: x.zip }', 'package.artifact: an archive that is there already cannot be given here; put it into S3 and write artifact: { s3: { bucket, key } }'],
  ])('fails for %s', (lines, problem) => expect(agent(lines)).toEqual([problem]));

  const image = (uri: string): boolean => agent(`artifact: { image: "${uri}" }`).length === 0;
  const taken = (uri: string): boolean => {
    const stack: Stack = stackWithOutput({});
    try {
      new AgentWithCodeInterpreter(stack, 'Agent', { source: AgentSource.fromImageUri(uri) });
      return true;
    } catch {
      return false;
    }
  };
  test.each([
    ['111122223333.dkr.ecr.us-east-1.amazonaws.com/agent:v1', true],
    ['111122223333.dkr.ecr.us-east-1.amazonaws.com/a/b-c@sha256:abc', true],
    ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/agent', true],
    ['public.ecr.aws/x/agent:v1', true],
    ['nginx:latest', false],
    ['111122223333.dkr.ecr.us-east-1.amazonaws.com/Agent:v1', false],
    ['11112222333.dkr.ecr.us-east-1.amazonaws.com/agent:v1', false],
    ['https://public.ecr.aws/x/agent:v1', false],
  ])('an image %s is judged as the construct does', (uri, valid) => {
    expect([image(uri), taken(uri)]).toEqual([valid, valid]);
  });
});

describe('tools of an agent', () => {
  const block = (lines: string): string[] => problemsIn(`agents: { codeInterpreters: { analyzer: {} }, browsers: { web: {} }, x: { ${lines} } }`);

  test('those of the file, and those of AWS, are fine', () => {
    expect(block('codeInterpreter: analyzer, browser: web')).toEqual([]);
    expect(block('codeInterpreter: aws.codeinterpreter.v1, browser: aws.browser.v1')).toEqual([]);
  });

  test('fails without a guess where there are many', () => {
    const many = (count: number): string => Array.from({ length: count }, (_, index) => `web${index}: {}`).join();
    const guess = (count: number): string[] => problemsIn(`agents: { browsers: { ${many(count)} }, x: { browser: weeb1 } }`);
    expect(guess(99)).toEqual([expect.stringMatching(/, web11 and 88 more; did you mean web1\?$/)]);
    expect(guess(100)).toEqual([expect.stringMatching(/, web11 and 89 more$/)]);
  });

  test('fails for those that are not there', () => {
    expect(block('codeInterpreter: analyser, browser: analyzer')).toEqual([
      '1:92 agents.x.codeInterpreter: nothing below codeInterpreters is called "analyser", allowed: analyzer, aws.codeinterpreter.v1; did you mean analyzer?',
      '1:111 agents.x.browser: nothing below browsers is called "analyzer", allowed: web, aws.browser.v1',
    ]);
    expect(block('browser: wev')).toEqual([expect.stringMatching(/; did you mean web\?$/)]);
    expect(block('browser: wxy')).toEqual([expect.stringMatching(/aws\.browser\.v1$/)]);
    expect(block('codeInterpreter: [analyzer]')).toEqual(['1:92 agents.x.codeInterpreter: got a list, expected a text']);
  });
});

describe('environment', () => {
  const many = (count: number): string => `environment: { ${Array.from({ length: count }, (_, index) => `V${index}: v`).join()} }`;

  test.each([
    ['environment: { _A1: 1, B: "", C: true, D: !Ref X }'], [many(50)], [`environment: { A: ${'v'.repeat(2048)} }`], [`environment: { ${'A'.repeat(100)}: v }`],
  ])('%s is fine', (lines) => expect(agent(lines)).toEqual([]));

  test.each([
    [many(51), 'environment: got 51 entries, allowed: at most 50; remove some'],
    ['environment: { A-B: v }', 'environment.A-B: got "A-B" as a name, allowed: letters, digits and underscores, not starting with a digit; write another one'],
    [`environment: { A: ${'v'.repeat(2049)} }`, 'environment.A: got 2049 characters, allowed: 0 to 2048 characters; put it into a parameter or a file, and pass where it is'],
    ['environment: { A: }', 'environment.A: got nothing, expected a text; give it a value, or leave the key out'],
    ['environment: [A=b]', 'environment: got a list, expected a map'],
  ])('fails for %s', (lines, problem) => expect(agent(lines)).toEqual([problem]));
});

describe('models', () => {
  test('ids are fine', () => {
    expect(agent('models: [us.anthropic.claude-sonnet-4-20250514-v1:0, amazon.nova-pro-v1:0]')).toEqual([]);
    expect(agent('models: []')).toEqual([]);
  });

  test('fails for ARNs and wildcards', () => {
    const rest = ', allowed: the id of a foundation model or inference profile, such as us.anthropic.claude-sonnet-4-20250514-v1:0; for an ARN, grant in code: '
      + 'AgentModel.fromBedrockModel() or AgentModel.applicationInferenceProfile()';
    expect(agent('models: ["*", arn:aws:bedrock:us-east-1::foundation-model/x.y]')).toEqual([
      `models[0]: got "*"${rest}`,
      `models[1]: got "arn:aws:bedrock:us-east-1::foundation-model/x.y"${rest}`,
    ]);
    expect(agent('model: x')).toEqual([': unknown key "model"; write models: […]']);
  });
});

describe('authorizer', () => {
  const jwt = (lines: string): string => `authorizer: { type: custom_jwt, jwt: { discoveryUrl: https://x/.well-known/openid-configuration, ${lines} } }`;
  const claim = (type: string, operator: string, value: string): string => jwt(
    `customClaims: [{ inboundTokenClaimName: c, inboundTokenClaimValueType: ${type}, authorizingClaimMatchValue: { claimMatchOperator: ${operator}, claimMatchValue: { ${value} } } }]`);

  test.each([
    ['authorizer: none'], ['authorizer: AWS_IAM'], ['authorizer: { type: AWS_IAM }'], [jwt('allowedAudience: [a, !Ref B]')], [jwt('allowedClients: !Split [",", a]')],
    [jwt('allowedScopes: [1]')], [claim('STRING', 'equals', 'matchValueString: a')], [claim('STRING_ARRAY', 'CONTAINS', 'matchValueString: a')],
    [claim('string_array', 'CONTAINS', 'matchValueStringList: [a]')], [claim('STRING_ARRAY', 'CONTAINS_ANY', 'matchValueStringList: [a, b]')],
    [claim('STRING_ARRAY', 'CONTAINS_ANY', 'matchValueString: a')], ['authorizer: { type: CUSTOM_JWT, jwt: { discoveryUrl: !Ref U, allowedScopes: [a] } }'],
  ])('%s is fine', (lines) => expect(agent(lines)).toEqual([]));

  const PLACE = 'authorizer.jwt.customClaims[0].authorizingClaimMatchValue';
  test.each([
    ['authorizer: OAUTH', 'authorizer: got "OAUTH", allowed: NONE, AWS_IAM, CUSTOM_JWT (in any case)'],
    ['authorizer: {}', 'authorizer: type is missing; write AWS_IAM, or CUSTOM_JWT with jwt'],
    ['authorizer: Custom_JWT', 'authorizer: jwt is missing; CUSTOM_JWT takes authorizer: { type: CUSTOM_JWT, jwt: { discoveryUrl: …, allowedAudience: […] } }'],
    ['authorizer: { type: CUSTOM_JWT }', 'authorizer: jwt is missing; CUSTOM_JWT takes authorizer: { type: CUSTOM_JWT, jwt: { discoveryUrl: …, allowedAudience: […] } }'],
    ['authorizer: { type: NONE, jwt: { discoveryUrl: !Ref U, allowedScopes: [a] } }', 'authorizer: jwt is for CUSTOM_JWT, and the type is NONE; write type: CUSTOM_JWT, or remove jwt'],
    ['authorizer: { type: aws_iam, jwt: { discoveryUrl: !Ref U, allowedScopes: [a] } }', 'authorizer: jwt is for CUSTOM_JWT, and the type is AWS_IAM; write type: CUSTOM_JWT, or remove jwt'],
    [jwt(''), 'authorizer.jwt: one of allowedAudience, allowedClients, allowedScopes, customClaims is missing; without them any token of the identity provider would do'],
    [jwt('allowedAudience: []'), 'authorizer.jwt.allowedAudience: got 0 entries, allowed: at least 1; add some, or leave the key out'],
    [jwt('allowedAudience: a'), 'authorizer.jwt.allowedAudience: got "a", expected a list; write it as a list of one: [a]'],
    ['authorizer: { type: CUSTOM_JWT, jwt: { allowedScopes: [a] } }', 'authorizer.jwt: discoveryUrl is missing; write the URL of the identity provider that ends in /.well-known/openid-configuration'],
    ['authorizer: { type: CUSTOM_JWT, jwt: { discoveryUrl: https://x, allowedScopes: [a] } }', 'authorizer.jwt.discoveryUrl: got "https://x", allowed: a URL that ends in /.well-known/openid-configuration, or a CloudFormation function'],
    [jwt('customClaims: [{}], allowedScopes: [a]').replace('[{}]', '[{ inboundTokenClaimName: c, inboundTokenClaimValueType: STRING }]'),
      'authorizer.jwt.customClaims[0]: authorizingClaimMatchValue is missing; a claim has inboundTokenClaimName, inboundTokenClaimValueType and authorizingClaimMatchValue'],
    [claim('STRING', 'CONTAINS', 'matchValueString: a'), `${PLACE}: got CONTAINS for a claim of type STRING, allowed: EQUALS; change the operator or the type`],
    [claim('STRING_ARRAY', 'EQUALS', 'matchValueString: a'), `${PLACE}: got EQUALS for a claim of type STRING_ARRAY, allowed: CONTAINS, CONTAINS_ANY; change the operator or the type`],
    [claim('STRING', 'EQUALS', 'matchValueString: a, matchValueStringList: [a]'), `${PLACE}: got matchValueString and matchValueStringList, expected one of them; remove one`],
    [claim('STRING', 'EQUALS', 'matchValueStringList: [a]'), `${PLACE}: matchValueString is missing; EQUALS compares with one text`],
    [claim('STRING_ARRAY', 'CONTAINS', ''), `${PLACE}: matchValueString is missing; say what CONTAINS looks for`],
    [claim('STRING_ARRAY', 'CONTAINS_ANY', ''), `${PLACE}: matchValueStringList is missing; say what CONTAINS_ANY looks for`],
    [claim('STRING_ARRAY', 'CONTAINS', 'matchValueStringList: [a, b]'), `${PLACE}: got 2 texts for CONTAINS, which looks for one; write matchValueString, or CONTAINS_ANY`],
    [claim('STRING_ARRAY', 'CONTAINS', 'matchValueStringList: !Split [",", a]').replace('CONTAINS,', 'CONTAINZ,'),
      `${PLACE}.claimMatchOperator: got "CONTAINZ", allowed: EQUALS, CONTAINS, CONTAINS_ANY (in any case); did you mean CONTAINS?`],
  ])('fails for %s', (lines, problem) => expect(agent(lines)).toEqual([problem]));
});

describe('lifecycle', () => {
  const of = (idle: unknown, max: unknown): string[] => agent(`lifecycle: { idleRuntimeSessionTimeout: ${idle}, maxLifetime: ${max} }`);

  test.each([[60, 28800], [900, 900], ['"60"', '"28800"']])('%s and %s are fine', (idle, max) => expect(of(idle, max)).toEqual([]));

  test.each([
    [59, 900, 'lifecycle.idleRuntimeSessionTimeout: got 59, allowed: 60 to 28800'],
    [60, 28801, 'lifecycle.maxLifetime: got 28801, allowed: 60 to 28800'],
    ['"59"', 900, 'lifecycle.idleRuntimeSessionTimeout: got "59", allowed: 60 to 28800'],
    [60, '"28801"', 'lifecycle.maxLifetime: got "28801", allowed: 60 to 28800'],
    [60, '15 min', 'lifecycle.maxLifetime: got "15 min", allowed: a whole number from 60 to 28800'],
    [60, 900.5, 'lifecycle.maxLifetime: got 900.5, expected a whole number'],
    [60, '!Ref Max', 'lifecycle.maxLifetime: got Ref, whose value is known at deployment only; write the value itself'],
    [901, 900, 'lifecycle: idleRuntimeSessionTimeout is 901 and maxLifetime is 900, but a session cannot be idle for longer than it lasts; lower the one or raise the other'],
  ])('fails for %s and %s', (idle, max, problem) => expect(of(idle, max)).toEqual([problem]));
});

describe('endpoints', () => {
  test.each([
    ['endpoints: []'], ['endpoints: [{}]'], ['endpoints: [{ name: a_1, version: 1, description: d }, { name: b, version: "99999" }, { name: c, version: !Ref V }]'],
  ])('%s is fine', (lines) => expect(agent(lines)).toEqual([]));

  test.each([
    ['endpoints: { a: {} }', 'endpoints: got a map, expected a list'],
    ['endpoints: [{ name: DEFAULT }]', 'endpoints[0]: got DEFAULT, the name of the endpoint that every agent has; choose another name'],
    ['endpoints: [{ name: a }, { name: a }]', 'endpoints[1]: got the name "a" twice; choose another name'],
    ['endpoints: [{ name: default }, {}]', 'endpoints[1]: got the name "default" twice; choose another name'],
    ['endpoints: [{ name: a.b }]', 'endpoints[0].name: got "a.b", allowed: a letter, and up to 47 letters, digits, - and _ (a - becomes _)'],
    ['endpoints: [{ name: a-b }, { name: a_b }]', 'endpoints[1]: got the name "a_b" twice; choose another name'],
    [`endpoints: [{ name: ${'a'.repeat(49)} }]`, `endpoints[0].name: got "${'a'.repeat(49)}", allowed: a letter, and up to 47 letters, digits, - and _ (a - becomes _)`],
    ['endpoints: [{ name: a, version: 0 }]', 'endpoints[0].version: got 0, allowed: 1 to 99999'],
    ['endpoints: [{ name: a, version: "100000" }]', 'endpoints[0].version: got "100000", allowed: a number from 1 to 99999, or a CloudFormation function'],
    [`endpoints: [{ name: a, description: ${'d'.repeat(257)} }]`, 'endpoints[0].description: got 257 characters, allowed: 1 to 256 characters; shorten it'],
  ])('fails for %s', (lines, problem) => expect(agent(lines)).toEqual([problem]));
});

describe('request headers', () => {
  const RULE = 'letters, digits, dashes and underscores, starting with a letter; of those that begin with X-Amz- or X-Amzn- only X-Amzn-Bedrock-AgentCore-Runtime-Custom-…';

  test.each([
    ['[Authorization, X-Trace-Id, X_Y, x-amzn-bedrock-agentcore-runtime-custom-user]'], [`[${Array.from({ length: 20 }, (_, index) => `H${index}`).join()}]`], [`[${'h'.repeat(256)}]`],
  ])('%s is fine', (names) => expect(agent(`requestHeaders: { allowlist: ${names} }`)).toEqual([]));

  test.each([
    ['[]', ': got 0 entries, allowed: 1 to 20; add some, or leave the key out'],
    [`[${Array.from({ length: 21 }, (_, index) => `H${index}`).join()}]`, ': got 21 entries, allowed: 1 to 20; remove some'],
    ['[X-AMZ-Date]', `[0]: got "X-AMZ-Date", allowed: ${RULE}`],
    ['[x-amzn-other]', `[0]: got "x-amzn-other", allowed: ${RULE}`],
    ['[a b]', `[0]: got "a b", allowed: ${RULE}`],
    [`[${'h'.repeat(257)}]`, `[0]: got "${'h'.repeat(99)}… (259 characters), allowed: ${RULE}`],
    ['[X-Id, x-ID]', '[1]: got the header x-ID twice; remove one'],
    ['[[]]', '[0]: got a list, expected a text'],
  ])('fails for %s', (names, problem) => expect(agent(`requestHeaders: { allowlist: ${names} }`)).toEqual([`requestHeaders.allowlist${problem}`]));
});

describe('browsers', () => {
  test.each([
    [''], ['recording: {}'], ['recording: { enabled: false }'], ['recording: { enabled: "true", s3Location: { bucket: abc, prefix: 1 } }'],
    ['recording: { s3Location: { bucket: !Ref B, prefix: p/ } }'], ['signing: { enabled: true }'], ['signing: {}'],
  ])('%s is fine', (lines) => expect(browser(lines)).toEqual([]));

  test.each([
    ['recording: { enabled: true }', 'recording: s3Location is missing; recordings take a place: s3Location: { bucket: …, prefix: … }'],
    ['recording: { enabled: yes }', 'recording.enabled: got "yes", allowed: true, false'],
    ['recording: { enabled: 1 }', 'recording.enabled: got 1, expected true or false'],
    ['recording: { s3Location: { bucket: abc } }', 'recording.s3Location: prefix is missing; a place for recordings has a bucket and a prefix'],
    ['recording: { s3Location: { bucket: ab, prefix: p } }', 'recording.s3Location.bucket: got "ab", allowed: 3 to 63 small letters, digits, dots and dashes, or a CloudFormation function'],
    ['recording: { s3Location: { bucket: abc, prefix: "" } }', 'recording.s3Location.prefix: got an empty text, allowed: at least 1 character; write one, or leave the key out'],
    ['recording: { bucket: abc }', 'recording: unknown key "bucket"; write s3Location: { bucket, prefix }'],
    ['signing: true', 'signing: got true, expected a map'],
    ['role: { statements: [{ Effect: Allow, Action: "*" }] }', 'role.statements[0]: Resource is missing; add it, or NotResource'],
  ])('fails for %s', (lines, problem) => expect(browser(lines)).toEqual([problem]));
});
