import { Template } from 'aws-cdk-lib/assertions';
import { App, CfnResource, Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { ConfigNode } from '../../src/config/node';
import { planOf } from '../../src/config/plan/plan';
import { run } from '../../src/config/plan/run';
import { Problems, problemText } from '../../src/config/problem';
import { readYaml } from '../../src/config/yaml';
import { ACCOUNT, REGION, warningsOf } from '../helpers';

/** On the newest aws-cdk-lib, AWS's template validator has a word to say about most of these templates. */
beforeEach(() => (['error', 'warn'] as const).forEach((method) => jest.spyOn(console, method).mockImplementation()));

interface Planned {
  readonly stack: Stack;
  readonly construct: Construct;
  readonly problems: string[];
  readonly resources: Record<string, CfnResource>;
}

function planned(text: string): Planned {
  const problems = new Problems();
  const root = readYaml(text, 'serverless.yml', problems) as ConfigNode;
  const options = {
    service: 'shop', stage: 'dev', directory: __dirname, readableDirectories: [], framework: false, memories: [], gateways: [], constructs: {},
  };
  const plan = planOf(root, options, problems, []);
  // These templates are about what comes out, not about what can be deployed.
  const app = new App({
    postCliContext: { '@aws-cdk/core:validateAgainstDefaultRules': false, '@aws-cdk/core:strictCfnValidateErrors': false },
  });
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  const construct = new Construct(stack, 'Config');
  const variables = problems.count > 0 ? new Map() : run(plan, construct, {});
  const resources = Object.fromEntries(Object.entries(plan.resources).map(([id, name]) => [id, variables.get(name) as CfnResource]));
  return { stack, construct, problems: problems.list().map(problemText), resources };
}

/** What the stack has beside what CDK puts into every stack. */
function templateOf({ stack, problems }: Planned): Record<string, any> {
  expect(problems).toEqual([]);
  const { Parameters = {}, Rules: _rules, ...template } = Template.fromStack(stack).toJSON();
  const { BootstrapVersion: _bootstrap, ...parameters } = Parameters;
  return Object.keys(parameters).length > 0 ? { Parameters: parameters, ...template } : template;
}

const templateFrom = (resources: unknown, rest: object = {}) => templateOf(planned(JSON.stringify({ ...rest, resources })));
const problemsOf = (text: string) => planned(text).problems;

describe('a resource', () => {
  test('keeps its logical id and all that is written', () => {
    const Data = {
      Type: 'AWS::S3::Bucket',
      Properties: {
        'BucketName': 'data',
        'Text': '2012-10-17',
        'Number': 1.5,
        'Zero': 0,
        'Yes': true,
        'No': false,
        'Empty': '',
        'EmptyList': [],
        'EmptyMap': {},
        'Nested': { List: [{}, [], [[]], { A: {} }, 0, false, ''], Deep: { Deeper: {} } },
        'With.Dots': { 'a.b': 1, 'c-d': 'e' },
        'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/file' } },
      },
      Metadata: { team: 'data', cfn_nag: { rules_to_suppress: [{ id: 'W35' }] } },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Snapshot',
      CreationPolicy: { ResourceSignal: { Count: 3, Timeout: 'PT15M' } },
      UpdatePolicy: { AutoScalingReplacingUpdate: { WillReplace: true } },
    };
    const result = planned(JSON.stringify({ resources: { Resources: { Data } } }));
    expect(templateOf(result)).toEqual({ Resources: { Data } });
    expect(JSON.stringify(templateOf(result).Resources.Data.Properties)).toBe(JSON.stringify(Data.Properties));
    expect(Object.keys(result.resources)).toEqual(['Data']);
    expect(result.resources.Data.node.path).toBe('Stack/Config/Data');
    expect(warningsOf(result.stack)).toEqual([]);
  });

  test('with properties of any shape comes out as it is written', () => {
    const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9.-]{0,8}$/).filter((text) => !['Ref', 'constructor', 'prototype'].includes(text));
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
    const { tree } = fc.letrec((tie) => {
      const [items, entries] = [fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(key, tie('tree'), { maxKeys: 4 })];
      return { tree: fc.oneof({ maxDepth: 4 }, fc.string(), fc.boolean(), fc.integer(), number, items, entries) };
    });
    fc.assert(fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 }), (Properties) => {
      const Any = { Type: 'Custom::Any', Properties };
      expect(JSON.stringify(templateFrom({ Resources: { Any } }))).toBe(JSON.stringify({ Resources: { Any } }));
    }), { numRuns: 60 });
  });

  test('without properties has none', () => {
    expect(templateFrom({ Resources: { A: { Type: 'AWS::SNS::Topic' }, B: { Type: 'AWS::SNS::Topic', Properties: {} } } }))
      .toEqual({ Resources: { A: { Type: 'AWS::SNS::Topic' }, B: { Type: 'AWS::SNS::Topic' } } });
  });

  test.each([
    ['Delete', 'Delete'], ['Retain', 'Retain'], ['RetainExceptOnCreate', 'Retain'], ['Snapshot', 'Snapshot'],
  ])('may be deleted by %s and replaced by %s', (DeletionPolicy, UpdateReplacePolicy) => {
    const A = { Type: 'AWS::RDS::DBInstance', DeletionPolicy, UpdateReplacePolicy };
    expect(templateFrom({ Resources: { A } })).toEqual({ Resources: { A } });
  });

  test('may have what only some templates have', () => {
    const A = { 'Type': 'Custom::A', 'Version': '1.0', 'Description': 'first', 'Fn::Transform': { Name: 'Macro' } };
    expect(templateFrom({ Resources: { A } })).toEqual({ Resources: { A } });
    const B = { Type: 'AWS::SNS::Topic', DeletionPolicy: { Ref: 'Policy' } };
    const Parameters = { Policy: { Type: 'String' } };
    expect(templateFrom({ Parameters, Resources: { B }, Transform: 'AWS::LanguageExtensions' }))
      .toEqual({ Transform: 'AWS::LanguageExtensions', Parameters, Resources: { B } });
  });

  test('refers to others, whose order does not matter', () => {
    const Resources = {
      Alias: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: { 'Fn::Sub': 'alias/${Key.KeyId}-${AWS::Region}' }, TargetKeyId: { Ref: 'Key' } },
      },
      Key: { Type: 'AWS::KMS::Key', Properties: { Tags: [{ Key: 'of', Value: { 'Fn::GetAtt': ['Topic', 'TopicName'] } }] } },
      Topic: { Type: 'AWS::SNS::Topic' },
    };
    const { Alias, Key } = templateFrom({ Resources }).Resources;
    expect(Alias.Properties.TargetKeyId).toEqual({ Ref: 'Key' });
    expect(Alias.Properties.AliasName).toEqual({ 'Fn::Join': ['', ['alias/', { 'Fn::GetAtt': ['Key', 'KeyId'] }, '-', { Ref: 'AWS::Region' }]] });
    expect(Key).toEqual(Resources.Key);
  });

  test('waits for what it depends on', () => {
    const { Resources } = templateFrom({
      Resources: {
        A: { Type: 'AWS::SNS::Topic', DependsOn: ['C', 'B'] },
        B: { Type: 'AWS::SNS::Topic', DependsOn: 'C' },
        C: { Type: 'AWS::SNS::Topic' },
      },
    });
    expect(Resources.A.DependsOn).toEqual(['B', 'C']);
    expect(Resources.B.DependsOn).toEqual(['C']);
    expect(Resources.C.DependsOn).toBeUndefined();
  });

  test('waits for an interpreter and its role', () => {
    const result = planned(JSON.stringify({
      agents: { codeInterpreters: { analyzer: {} } },
      resources: { Resources: { Topic: { Type: 'AWS::SNS::Topic', DependsOn: ['AnalyzerCodeInterpreter', 'AnalyzerCodeInterpreterRole'] } } },
    }));
    const { Resources } = templateOf(result);
    const idsOf = (type: string) => Object.keys(Resources).filter((id) => Resources[id].Type === type);
    expect(Resources.Topic.DependsOn).toEqual([...idsOf('AWS::IAM::Role'), ...idsOf('AWS::BedrockAgentCore::CodeInterpreterCustom')]);
    expect(Resources.Topic.DependsOn).toHaveLength(2);
  });
});

describe('the other parts of a template', () => {
  const Topic = { Type: 'AWS::SNS::Topic' };

  test('parameters', () => {
    const Parameters = {
      Size: { Type: 'Number', Default: 3, MinValue: -1.5, MaxValue: 10, Description: 'how many', ConstraintDescription: 'not too many' },
      Name: { Type: 'String', Default: 'a', MinLength: 1, MaxLength: 8, AllowedPattern: '^[a-z]+$', AllowedValues: ['a', 'b'], NoEcho: true },
      Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' },
      Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
      Ami: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/aws/ami' },
    };
    const Properties = {
      Name: { Ref: 'Name' }, Size: { Ref: 'Size' }, Subnets: { Ref: 'Subnets' }, Ami: { Ref: 'Ami' }, First: { 'Fn::Select': [0, { Ref: 'Zones' }] },
    };
    expect(templateFrom({ Parameters, Resources: { Any: { Type: 'Custom::Any', Properties } } }))
      .toEqual({ Parameters, Resources: { Any: { Type: 'Custom::Any', Properties } } });
  });

  test('parameters whose numbers are texts, and values whose texts are numbers', () => {
    const { Parameters } = templateFrom({
      Parameters: { Size: { Type: 'Number', MaxValue: '10', AllowedValues: [1, 2], NoEcho: 'false' } }, Resources: { Topic },
    });
    expect(Parameters.Size).toEqual({ Type: 'Number', MaxValue: 10, AllowedValues: ['1', '2'], NoEcho: false });
  });

  test('conditions, which name each other in any order', () => {
    const Conditions = {
      Both: { 'Fn::And': [{ Condition: 'Big' }, { 'Fn::Not': [{ Condition: 'IsProd' }] }] },
      Either: { 'Fn::Or': [{ Condition: 'Big' }, { 'Fn::Equals': [true, 1] }, { 'Fn::Equals': [{ Ref: 'Stage' }, 'x'] }] },
      Same: { Condition: 'Both' },
      Big: { 'Fn::Equals': [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'size'] }, 'big'] },
      IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    };
    const Parameters = { Stage: { Type: 'String' } };
    const Mappings = { Sizes: { 'prod': { size: 'big', zones: ['a', 'b'], count: 2 }, 'dev-1': { size: 'small' } } };
    const Resources = {
      Topic: { ...Topic, Condition: 'IsProd', Properties: { TopicName: { 'Fn::If': ['Big', 'big', { Ref: 'AWS::NoValue' }] } } },
    };
    const Outputs = { Name: { Value: { 'Fn::GetAtt': ['Topic', 'TopicName'] }, Condition: 'IsProd' } };
    const result = planned(JSON.stringify({ resources: { Parameters, Mappings, Conditions, Resources, Outputs } }));
    expect(templateOf(result)).toEqual({ Parameters, Mappings, Conditions, Resources, Outputs });
    expect(result.construct.node.findAll().flatMap(({ node }) => node.metadata).filter(({ type }) => type === 'aws:cdk:info')).toEqual([]);
  });

  test('outputs', () => {
    const Outputs = {
      Topic: { Value: { Ref: 'Topic' }, Description: 'where to write to', Export: { Name: 'shop:topic-1' } },
      Imported: { Value: { 'Fn::ImportValue': 'other' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-topic' } } },
      Text: { Value: 'plain' },
      Number: { Value: 1.5 },
    };
    const { Outputs: made } = templateFrom({ Resources: { Topic }, Outputs });
    expect(made).toEqual({
      ...Outputs,
      Imported: { Value: { 'Fn::ImportValue': 'other' }, Export: { Name: { 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, '-topic']] } } },
      Number: { Value: '1.5' },
    });
  });

  test('are told apart where they have one name', () => {
    const parts = {
      Mappings: { Same: { a: { b: 'c' } } },
      Conditions: { Same: { 'Fn::Equals': ['a', 'b'] }, Topic: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Topic: { ...Topic, Condition: 'Topic' } },
      Outputs: { Same: { Value: 'a' }, Topic: { Value: 'b' } },
    };
    expect(templateFrom(parts)).toEqual(parts);
  });

  test('the description, transforms and metadata', () => {
    const parts = { Description: 'a shop', Metadata: { Owner: { Team: 'shop' }, Tier: 1 }, Transform: ['AWS::LanguageExtensions', 'Macro'], Resources: { Topic } };
    expect(templateFrom({ AWSTemplateFormatVersion: '2010-09-09', ...parts, extensions: { Any: {} } })).toEqual(parts);
  });

  test('may be nothing at all', () => {
    expect(templateOf(planned('service: shop'))).toEqual({});
    expect(templateFrom(null)).toEqual({});
    expect(templateFrom([])).toEqual({});
    expect(templateOf(planned('resources:\n  Resources:\n  Outputs:\n'))).toEqual({});
  });
});

describe('a list of parts', () => {
  test('is merged', () => {
    const base = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'a', Tags: [{ Key: 'a', Value: 'b' }] } };
    const result = templateFrom([
      { Description: 'first', Resources: { A: base } },
      { Resources: { B: { Type: 'AWS::SQS::Queue' } }, Outputs: { A: { Value: { Ref: 'A' } } } },
      { Description: 'second', Resources: { A: { Properties: { TopicName: 'b', DisplayName: 'c' } } } },
    ]);
    expect(result).toEqual({
      Description: 'second',
      Resources: { A: { ...base, Properties: { ...base.Properties, TopicName: 'b', DisplayName: 'c' } }, B: { Type: 'AWS::SQS::Queue' } },
      Outputs: { A: { Value: { Ref: 'A' } } },
    });
  });

  test('fails with a list that is given twice', () => {
    expect(problemsOf([
      'resources:',
      '  - Resources: { A: { Type: Custom::A, Properties: { List: [1] } } }',
      '  - Resources: { A: { Properties: { List: [2] } } }',
    ].join('\n'))).toEqual([
      'serverless.yml:3:43  resources[1].Resources.A.Properties.List\n  this list is given already, at serverless.yml:2; keep one of the two',
    ]);
  });
});

describe('fails', () => {
  /** Problems of a text that begins below `resources:`, without the name of the file. */
  const found = (...lines: string[]) => problemsOf(['resources:', ...lines.map((line) => `  ${line}`), ''].join('\n'))
    .map((problem) => problem.replace(/^serverless\.yml:/, '').replace('\n ', ''));
  const TOPIC = 'Resources: { Topic: { Type: AWS::SNS::Topic } }';
  const resource = (text: string) => found(`Resources: { A: { Type: Custom::A, ${text} } }`);

  test.each<[string, string[], string[]]>([
    ['a part that is not there', ['Resorces: {}'], ['2:3  resources.Resorces unknown key "Resorces"; did you mean "Resources"?']],
    ['a part that is nowhere', ['Wonderland: {}'], [
      '2:3  resources.Wonderland unknown key "Wonderland", allowed: Parameters, Mappings, Conditions, Resources, Outputs, Metadata,'
      + ' Description, Transform, AWSTemplateFormatVersion, extensions',
    ]],
    ['rules', ['Rules: {}'], ['2:3  resources.Rules Rules are not built here; define them in code, with CfnRule of aws-cdk-lib']],
    ['a list of resources', ['Resources: [a]'], ['2:14  resources.Resources got a list, allowed: a map']],
    ['a text for a resource', ['Resources: { A: b }'], ['2:19  resources.Resources.A got "b", allowed: a map']],
    ['nothing for a resource', ['Resources: { A: null }'], ['2:19  resources.Resources.A got nothing, allowed: a map']],
    ['a resource without type', ['Resources: { A: {} }'], ['2:16  resources.Resources.A Type is missing; add it']],
    ['a type that is a map', ['Resources: { A: { Type: {} } }'], ['2:27  resources.Resources.A.Type got a map, allowed: a text']],
    ['a logical id with a dash', ['Resources: { a-b: { Type: Custom::A } }'],
      ['2:16  resources.Resources.a-b a logical id must have 1 to 255 letters and digits, got: "a-b"; rename it']],
    ['two parts of one name', [TOPIC, 'Parameters: { Topic: { Type: String } }'],
      ['2:16  resources.Resources.Topic the resource Topic has the logical id Topic, which the parameter Topic has already; rename one of them']],
    ['a mapping that is flat', [TOPIC, 'Mappings: { A: { b: c } }'], ['3:23  resources.Mappings.A.b got "c", allowed: a map']],
    ['a mapping that is no map', [TOPIC, 'Mappings: { A: b }'], ['3:18  resources.Mappings.A got "b", allowed: a map']],
    ['a mapping that is too deep', [TOPIC, 'Mappings: { A: { b: { c: { d: e } } } }'], ['3:28  resources.Mappings.A.b.c got a map, allowed: a text']],
    ['a mapping with a key that CloudFormation does not take', [TOPIC, 'Mappings: { A: { b: { c-d: e } } }'],
      ['3:25  resources.Mappings.A.b.c-d a second key of a mapping must have letters and digits only, got: "c-d"; rename it']],
    ['an output without value', [TOPIC, 'Outputs: { A: { Description: b } }'], ['3:14  resources.Outputs.A Value is missing; add it']],
    ['texts for an output, an export and a parameter', [TOPIC, 'Outputs: { A: b, C: { Value: d, Export: e } }', 'Parameters: { F: g }'], [
      '3:17  resources.Outputs.A got "b", allowed: a map', '3:43  resources.Outputs.C.Export got "e", allowed: a map',
      '4:20  resources.Parameters.F got "g", allowed: a map',
    ]],
    ['an output that is a list', [TOPIC, 'Outputs: { A: { Value: [b] } }'], ['3:26  resources.Outputs.A.Value got a list, allowed: a text']],
    ['an export without name', [TOPIC, 'Outputs: { A: { Value: b, Export: { Nam: c } } }'], [
      '3:37  resources.Outputs.A.Export Name is missing; add it', '3:39  resources.Outputs.A.Export.Nam unknown key "Nam"; did you mean "Name"?',
    ]],
    ['an export with a name that CloudFormation does not take', [TOPIC, 'Outputs: { A: { Value: b, Export: { Name: c_d } } }'],
      ['3:45  resources.Outputs.A.Export.Name the name of an export must have 1 to 255 letters, digits, colons and dashes, got: "c_d"']],
    ['an output on a condition that is not there', [TOPIC, 'Outputs: { A: { Value: b, Condition: IsProd } }'],
      ['3:40  resources.Outputs.A.Condition there is no condition "IsProd"']],
    ['a parameter without type', [TOPIC, 'Parameters: { A: { Defalt: b } }'], [
      '3:17  resources.Parameters.A Type is missing; add it', '3:22  resources.Parameters.A.Defalt unknown key "Defalt"; did you mean "Default"?',
    ]],
    ['a parameter with values of another kind', [TOPIC, 'Parameters: { A: { Type: String, MaxLength: b, NoEcho: 1, AllowedValues: c, Default: [] } }'], [
      '3:47  resources.Parameters.A.MaxLength got "b", allowed: a number', '3:58  resources.Parameters.A.NoEcho got 1, allowed: true, false',
      '3:76  resources.Parameters.A.AllowedValues got "c", allowed: a list', '3:88  resources.Parameters.A.Default got a list, allowed: a text',
    ]],
    ['a condition that is none', [TOPIC, 'Conditions: { A: b, B: { Ref: AWS::Region } }'], [
      '3:20  resources.Conditions.A got "b", allowed: one of Fn::And, Fn::Equals, Fn::Not, Fn::Or, Condition',
      '3:26  resources.Conditions.B got Ref, allowed: one of Fn::And, Fn::Equals, Fn::Not, Fn::Or, Condition',
    ]],
    ['conditions with too few parts or too many', [TOPIC, 'Conditions: { A: { Fn::Not: [] }, B: { Fn::And: [{ Condition: A }] }, C: { Fn::Equals: b } }'], [
      '3:31  resources.Conditions.A["Fn::Not"] Fn::Not takes a list of 1, got 0',
      '3:51  resources.Conditions.B["Fn::And"] Fn::And takes a list of 2 to 10, got 1',
      '3:90  resources.Conditions.C["Fn::Equals"] Fn::Equals takes a list of 2, got "b"',
    ]],
    ['a condition on one that is not there', [TOPIC, 'Conditions: { IsProd: { Fn::Equals: [a, b] }, B: { Fn::Not: [{ Condition: IsPrd }] } }'],
      ['3:77  resources.Conditions.B["Fn::Not"][0].Condition there is no condition "IsPrd"; did you mean "IsProd"?']],
    ['metadata without value', [TOPIC, 'Metadata: { A: ~ }'], [
      '3:18  resources.Metadata.A got nothing, which CloudFormation does not take; give a value, or leave the key out',
    ]],
    ['a description that is a map', [TOPIC, 'Description: {}'], ['3:16  resources.Description got a map, allowed: a text']],
    ['a transform that is a map', [TOPIC, 'Transform: [{}]'], ['3:15  resources.Transform[0] got a map, allowed: a text']],
  ])('with %s', (_, lines, problems) => {
    expect(found(...lines)).toEqual(problems);
  });

  test.each([
    ['an unknown key', 'Propertys: {}', '2:38  resources.Resources.A.Propertys unknown key "Propertys"; did you mean "Properties"?'],
    ['properties that are a list', 'Properties: []', '2:50  resources.Resources.A.Properties got a list, allowed: a map'],
    ['a property without value', 'Properties: { B: [1, null] }',
      '2:59  resources.Resources.A.Properties.B[1] got nothing, which CloudFormation does not take; give a value, or leave the key out'],
    ['a policy that is none', 'DeletionPolicy: Keep', '2:54  resources.Resources.A.DeletionPolicy got "Keep", allowed: Delete, Retain, RetainExceptOnCreate, Snapshot'],
    ['a policy for another occasion', 'UpdateReplacePolicy: RetainExceptOnCreate',
      '2:59  resources.Resources.A.UpdateReplacePolicy got "RetainExceptOnCreate", allowed: Delete, Retain, Snapshot'],
    ['a policy that is a list', 'DeletionPolicy: []', '2:54  resources.Resources.A.DeletionPolicy got a list, allowed: a text'],
    ['a condition that is a map', 'Condition: {}', '2:49  resources.Resources.A.Condition got a map, allowed: a text'],
    ['a dependency that is a map', 'DependsOn: {}', '2:49  resources.Resources.A.DependsOn got a map, allowed: a text'],
    ['a dependency that is not there', 'DependsOn: [AA]',
      '2:50  resources.Resources.A.DependsOn nothing has the logical id "AA", allowed: A; did you mean "A"?; or pass a construct for it: constructs: { AA: … }'],
  ])('with a resource that has %s', (_, text, problem) => {
    expect(resource(text)).toEqual([problem]);
  });

  test('with a resource that depends on a parameter', () => {
    expect(found('Parameters: { P: { Type: String } }', 'Resources: { A: { Type: Custom::A, DependsOn: P } }'))
      .toEqual(['3:49  resources.Resources.A.DependsOn DependsOn names resources, and P is a parameter; remove it']);
  });

  test('with an attribute of a parameter', () => {
    expect(found('Parameters: { P: { Type: String } }', 'Resources: { A: { Type: Custom::A, Properties: { B: !GetAtt P.Arn } } }'))
      .toEqual([expect.stringContaining('P (the parameter P) has no attribute "Arn"')]);
  });

  test('with a text for resources, and for one of a list', () => {
    expect(problemsOf('resources: a')).toEqual(['serverless.yml:1:12  resources\n  got "a", allowed: a map']);
    expect(problemsOf('resources: [a, {}]')).toEqual(['serverless.yml:1:13  resources[0]\n  got "a", allowed: a map']);
  });

  test('with a change of what the agents block makes', () => {
    expect(problemsOf(['agents: { codeInterpreters: { analyzer: {} } }', 'resources: { Resources: { AnalyzerCodeInterpreter: { Properties: {} } } }'].join('\n')))
      .toEqual(['serverless.yml:2:27  resources.Resources.AnalyzerCodeInterpreter\n'
        + '  AnalyzerCodeInterpreter is the code interpreter analyzer, which resources: cannot change; change it where it is described, or in code']);
  });

  test('with resources that need each other', () => {
    expect(found('Resources: { A: { Type: Custom::A, DependsOn: B }, B: { Type: Custom::B, Properties: { C: !Ref A } } }'))
      .toEqual([expect.stringMatching(/^2:16 {2}resources\.Resources\.A needs itself, by way of /)]);
  });

  test('with all problems at once', () => {
    expect(found('Resources:', '  A: {}', '  B: { Type: Custom::B, Propertes: {} }', 'Outputs: { C: {} }')).toHaveLength(3);
  });

  test.each([
    'Resources: !Unknown a', 'Resources: { A: !Unknown a }', 'Resources: { A: { Type: !Unknown a } }', 'Resources: { A: { Type: Custom::A, Properties: { B: !Unknown a } } }',
    'Resources: { A: { Type: Custom::A, DependsOn: !Unknown a } }', 'Resources: { A: { Type: Custom::A, DeletionPolicy: !Unknown a } }',
    'Conditions: { A: !Unknown a }', 'Conditions: { A: { Fn::Not: !Unknown a } }', 'Conditions: { A: { Fn::Equals: [a, !Unknown a] } }',
    'Outputs: { A: { Value: !Unknown a } }', 'Outputs: { A: { Value: b, Export: { Name: !Unknown a } } }',
    'Parameters: { A: { Type: String, AllowedValues: !Unknown a } }', 'Parameters: { A: { Type: String, MaxLength: !Unknown a } }',
  ])('with what could not be read, and says nothing more about it: %s', (text) => {
    expect(found(text)).toEqual([expect.stringContaining('!Unknown')]);
  });
});

test('tokens are taken as they are', () => {
  const token = (value: string) => Lazy.string({ produce: () => value });
  const parts = (of: (value: string) => string) => ({
    Parameters: { P: { Type: 'Number', Default: of('1'), NoEcho: true } },
    Resources: { A: { Type: 'Custom::A', Properties: { B: of('c') }, DeletionPolicy: of('Retain'), Version: of('1.0') } },
    Outputs: { O: { Value: of('v'), Export: { Name: of('e') } } },
  });
  expect(templateFrom(parts(token))).toEqual(parts((value) => value));
});
