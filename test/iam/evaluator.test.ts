import { RequestContext } from './conditions';
import { isAllowed, Statement, statementsOf } from './evaluator';
import { arnMatches, globMatches, globsOverlap } from './patterns';
import { actionsMatching, resourcePatternsOf, takes } from './service-reference';

const INVOKE = 'bedrock-agentcore:InvokeCodeInterpreter';
const CUSTOM = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/analyzer-a1b2c3d4e5';
const MANAGED = 'arn:aws:bedrock-agentcore:us-east-1:aws:code-interpreter/aws.codeinterpreter.v1';

function statement(elements: object): Statement {
  const [one] = statementsOf({ Statement: { Effect: 'Allow', Action: INVOKE, Resource: '*', ...elements } });
  return one;
}

function allows(elements: object | object[], request: { action?: string; resource?: string; context?: RequestContext } = {}): boolean {
  return isAllowed([elements].flat().map(statement), { action: INVOKE, resource: CUSTOM, context: {}, ...request });
}

describe('allow and deny', () => {
  test('nothing is allowed without a statement', () => {
    expect(isAllowed([], { action: INVOKE, resource: CUSTOM, context: {} })).toBe(false);
  });

  test('a policy of stars allows', () => {
    expect(allows({ Action: '*', Resource: '*' })).toBe(true);
  });

  test.each([
    ['the deny first', [{ Effect: 'Deny' }, {}]],
    ['the deny last', [{}, { Effect: 'Deny' }]],
    ['the deny as wide as can be', [{}, { Effect: 'Deny', Action: '*' }]],
    ['the deny through NotAction', [{}, { Effect: 'Deny', Action: undefined, NotAction: 's3:*' }]],
  ])('an explicit deny wins: %s', (_, statements) => {
    expect(allows(statements)).toBe(false);
  });

  test('a deny of something else does not matter', () => {
    expect(allows([{}, { Effect: 'Deny', Action: 'bedrock-agentcore:DeleteCodeInterpreter' }])).toBe(true);
    expect(allows([{}, { Effect: 'Deny', Resource: MANAGED }])).toBe(true);
    expect(allows([{}, { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      { context: { 'aws:SecureTransport': true } })).toBe(true);
  });
});

describe('actions', () => {
  test.each([
    [INVOKE, true],
    ['bedrock-agentcore:invokecodeinterpreter', true],
    ['bedrock-agentcore:Invoke*', true],
    ['bedrock-agentcore:InvokeCodeInterprete?', true],
    [['s3:GetObject', INVOKE], true],
    ['bedrock-agentcore:Get*', false],
    ['bedrock:InvokeModel*', false],
    ['bedrock-agentcore:InvokeAgentRuntime', false],
  ])('%s: %s', (action, expected) => {
    expect(allows({ Action: action })).toBe(expected);
  });

  test('NotAction is all other actions', () => {
    expect(allows({ Action: undefined, NotAction: 'bedrock-agentcore:Delete*' })).toBe(true);
    expect(allows({ Action: undefined, NotAction: ['s3:GetObject', 'bedrock-agentcore:Invoke*'] })).toBe(false);
  });

  test.each(['bedrock-agentcore:RunCode', 'bedrock-agentcore:Frobnicate*', 'nosuchservice:GetThing', 'GetThing'])(
    'fails on an action that does not exist: %s', action => {
      expect(() => allows({ Action: action })).toThrow(`unknown action: ${action}`);
    });
});

describe('resources', () => {
  test.each([
    ['the ARN itself', CUSTOM, true],
    ['one of several', [MANAGED, CUSTOM], true],
    ['a star in the name', 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/analyzer-*', true],
    ['question marks in the name', 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/analyzer-??????????', true],
    ['stars for region and account', 'arn:aws:bedrock-agentcore:*:*:code-interpreter-custom/*', true],
    ['another account', 'arn:aws:bedrock-agentcore:us-east-1:444455556666:code-interpreter-custom/*', false],
    ['another region', 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:code-interpreter-custom/*', false],
    ['another partition', 'arn:aws-cn:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/*', false],
    ['another interpreter', 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/other-*', false],
    ['other letters', CUSTOM.toUpperCase().replace('ARN:', 'arn:'), false],
    ['code-interpreter/* with the account', 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter/*', false],
    ['the AWS-managed interpreter', MANAGED, false],
    ['one character too few', 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/analyzer-?????????', false],
    ['a star that would have to span segments', 'arn:aws:bedrock-agentcore:*:code-interpreter-custom/*:', false],
  ])('%s', (_, resource, expected) => {
    expect(allows({ Resource: resource })).toBe(expected);
  });

  test('NotResource is all other resources', () => {
    expect(allows({ Resource: undefined, NotResource: MANAGED })).toBe(true);
    expect(allows({ Resource: undefined, NotResource: [MANAGED, 'arn:aws:bedrock-agentcore:*:*:code-interpreter-custom/*'] })).toBe(false);
  });

  test('a request without resource needs the star', () => {
    const request = { action: 'bedrock-agentcore:ListCodeInterpreters', resource: '*' };
    expect(allows({ Action: request.action }, request)).toBe(true);
    expect(allows({ Action: request.action, Resource: CUSTOM }, request)).toBe(false);
  });
});

describe('conditions', () => {
  const holds = (condition: object, context: RequestContext = {}) => allows({ Condition: condition }, { context });

  test.each<[string, object, RequestContext, boolean]>([
    ['StringEquals, equal', { StringEquals: { 'aws:SourceAccount': '111122223333' } }, { 'aws:SourceAccount': '111122223333' }, true],
    ['StringEquals, key in other letters', { StringEquals: { 'AWS:sourceaccount': '1' } }, { 'aws:SourceAccount': '1' }, true],
    ['StringEquals, one of several', { StringEquals: { 'aws:SourceAccount': ['1', '2'] } }, { 'aws:SourceAccount': '2' }, true],
    ['StringEquals, other', { StringEquals: { 'aws:SourceAccount': '1' } }, { 'aws:SourceAccount': '2' }, false],
    ['StringEquals, absent', { StringEquals: { 'aws:SourceAccount': '1' } }, {}, false],
    ['StringEquals takes no wildcard', { StringEquals: { 'aws:SourceAccount': '*' } }, { 'aws:SourceAccount': '1' }, false],
    ['two keys, one other', { StringEquals: { 'aws:SourceAccount': '1', 'aws:RequestedRegion': 'x' } },
      { 'aws:SourceAccount': '1', 'aws:RequestedRegion': 'y' }, false],
    ['two operators, one fails', { StringEquals: { 'aws:SourceAccount': '1' }, Bool: { 'aws:SecureTransport': 'true' } },
      { 'aws:SourceAccount': '1', 'aws:SecureTransport': false }, false],
    ['StringNotEquals, other', { StringNotEquals: { 'aws:SourceAccount': ['1', '2'] } }, { 'aws:SourceAccount': '3' }, true],
    ['StringNotEquals, one of several', { StringNotEquals: { 'aws:SourceAccount': ['1', '2'] } }, { 'aws:SourceAccount': '2' }, false],
    ['StringNotEquals, absent', { StringNotEquals: { 'aws:SourceAccount': '1' } }, {}, true],
    ['StringLike', { StringLike: { 'aws:RequestedRegion': 'us-*-?' } }, { 'aws:RequestedRegion': 'us-east-1' }, true],
    ['StringLike, other', { StringLike: { 'aws:RequestedRegion': 'us-*-?' } }, { 'aws:RequestedRegion': 'us-east-10' }, false],
    ['StringNotLike', { StringNotLike: { 'aws:RequestedRegion': 'us-*' } }, { 'aws:RequestedRegion': 'us-east-1' }, false],
    ['Bool', { Bool: { 'aws:SecureTransport': true } }, { 'aws:SecureTransport': true }, true],
    ['Bool, absent', { Bool: { 'aws:SecureTransport': 'true' } }, {}, false],
    ['Null true, absent', { Null: { 'aws:SourceAccount': 'true' } }, {}, true],
    ['Null true, present', { Null: { 'aws:SourceAccount': 'true' } }, { 'aws:SourceAccount': '1' }, false],
    ['Null false, present', { Null: { 'aws:SourceAccount': false } }, { 'aws:SourceAccount': '1' }, true],
    ['IfExists, absent', { StringEqualsIfExists: { 'aws:SourceAccount': '1' } }, {}, true],
    ['IfExists, other', { StringEqualsIfExists: { 'aws:SourceAccount': '1' } }, { 'aws:SourceAccount': '2' }, false],
    ['ForAnyValue, one fits', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['b', 'a'] }, true],
    ['ForAnyValue, none fits', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['b'] }, false],
    ['ForAnyValue, absent', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, false],
    ['ForAnyValue of a negation, absent', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }, {}, false],
    ['ForAllValues, all fit', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, { 'aws:TagKeys': ['b', 'a'] }, true],
    ['ForAllValues, one does not', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['a', 'b'] }, false],
    ['ForAllValues, absent', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, true],
  ])('%s', (_, condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });

  test.each(['ArnLike', 'ArnEquals'])('%s compares segment by segment', operator => {
    const source = (pattern: string) => holds({ [operator]: { 'aws:SourceArn': pattern } }, { 'aws:SourceArn': CUSTOM });
    expect(source(CUSTOM)).toBe(true);
    expect(source('arn:aws:bedrock-agentcore:us-east-1:111122223333:*')).toBe(true);
    expect(source('arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/analyzer-??????????')).toBe(true);
    expect(source('arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/analyzer-?????')).toBe(false);
    expect(source('arn:aws:bedrock-agentcore:us-east-1:444455556666:*')).toBe(false);
    expect(source('arn:aws:bedrock-agentcore:*:code-interpreter-custom/analyzer-*:')).toBe(false);
    expect(holds({ [operator]: { 'aws:SourceArn': CUSTOM } }, { 'aws:SourceArn': 'no ARN' })).toBe(false);
    expect(holds({ [operator]: { 'aws:SourceArn': CUSTOM } })).toBe(false);
  });

  test.each(['ArnNotLike', 'ArnNotEquals'])('%s is the opposite', operator => {
    expect(holds({ [operator]: { 'aws:SourceArn': MANAGED } }, { 'aws:SourceArn': CUSTOM })).toBe(true);
    expect(holds({ [operator]: { 'aws:SourceArn': CUSTOM } }, { 'aws:SourceArn': CUSTOM })).toBe(false);
  });

  test.each(['NumericLessThan', 'IpAddress', 'StringEqual', 'ForSomeValue:StringEquals', 'NullIfExists'])(
    'fails on an operator it does not know, even where the statement does not apply: %s', operator => {
      expect(() => allows({ Action: 's3:GetObject', Condition: { [operator]: { 'aws:SourceIp': '1' } } }))
        .toThrow(`unknown condition operator: ${operator}`);
    });

  test('fails on what it cannot judge', () => {
    expect(() => holds({ StringEquals: { 'aws:PrincipalTag/Team': '${aws:ResourceTag/Team}' } })).toThrow('policy variables are not evaluated');
    expect(() => holds({ StringEquals: { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['a', 'b'] })).toThrow('needs ForAnyValue or ForAllValues');
    expect(() => holds({ ArnLike: { 'aws:SourceArn': '*' } }, { 'aws:SourceArn': CUSTOM })).toThrow('not an ARN: *');
  });
});

describe('documents', () => {
  test.each<[string, object, string]>([
    ['an unknown element', { NotPrincipal: '*' }, 'unknown element of a statement: NotPrincipal'],
    ['an unknown effect', { Effect: 'allow' }, 'unknown effect: allow'],
    ['no action', { Action: undefined }, 'a statement needs actions'],
    ['both kinds of action', { NotAction: 's3:*' }, 'a statement needs actions'],
    ['no resource', { Resource: undefined }, 'a statement needs actions, and resources or principals'],
    ['a resource that is no ARN', { Resource: 'my-bucket' }, 'not an ARN: my-bucket'],
    ['an unresolved reference', { Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] } }, 'not an ARN: [object Object]'],
  ])('fails on %s', (_, elements, message) => {
    expect(() => statement(elements)).toThrow(message);
  });
});

describe('patterns', () => {
  test('special characters stand for themselves', () => {
    expect(globMatches('a.b+c(d)[e]{f}^$|\\', 'a.b+c(d)[e]{f}^$|\\')).toBe(true);
    expect(globMatches('aws.codeinterpreter.v1', 'awsXcodeinterpreterXv1')).toBe(false);
    expect(globMatches('*', '')).toBe(true);
    expect(globMatches('?', '')).toBe(false);
  });

  test.each([
    ['a*', '*b', true], ['a*', 'b*', false], ['a?c', 'ab*', true], ['*', '', true], ['?', '', false], ['??', '*', true], ['ab', 'ab', true],
    ['ab', 'abc', false], ['*a*', 'b*b', true], ['x/*', 'x', false],
  ])('%s and %s overlap: %s', (a, b, expected) => {
    expect(globsOverlap(a, b)).toBe(expected);
    expect(globsOverlap(b, a)).toBe(expected);
  });

  test('colons in the resource part belong to it', () => {
    const stream = 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/x:stream';
    expect(arnMatches('arn:aws:logs:us-east-1:111122223333:log-group:/aws/*', stream)).toBe(true);
    expect(arnMatches('arn:aws:logs:us-east-1:*:stream', stream)).toBe(false);
  });
});

describe('service reference', () => {
  test('names actions as the service does', () => {
    expect(actionsMatching('bedrock:invokemodel*')).toEqual(expect.arrayContaining(['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']));
  });

  test('knows what an action works on', () => {
    expect(takes(INVOKE, CUSTOM)).toBe(true);
    expect(takes(INVOKE, MANAGED)).toBe(true);
    expect(takes(INVOKE, 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter/*')).toBe(false);
    expect(takes(INVOKE, 'arn:aws:bedrock-agentcore:us-east-1:aws:code-interpreter-custom/x-a1b2c3d4e5')).toBe(false);
    expect(takes(INVOKE, 'arn:aws:bedrock-agentcore:us-east-1:111122223333:browser-custom/x-a1b2c3d4e5')).toBe(false);
    expect(resourcePatternsOf('bedrock-agentcore:ListCodeInterpreters')).toEqual([]);
  });
});
