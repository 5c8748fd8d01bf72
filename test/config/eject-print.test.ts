import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { assign, define, moduleOf, perform, planOf, templateOf, typeErrors } from './eject-helpers';
import { pythonClass } from '../../src/config/eject/python-class';
import { templatePart, typescriptString } from '../../src/config/eject/strings';
import { typescriptClass } from '../../src/config/eject/typescript-class';
import {
  call, create, Expression, list, literal, map, member, NOTHING, Plan, property, struct, text, THIS, type, variable,
} from '../../src/config/plan/expression';
import { Given, run } from '../../src/config/plan/run';

const FOLDER = path.join(__dirname, 'ejected', 'lib');
const OPTIONS = { className: 'Agents', source: 'serverless.yml', folder: FOLDER };
const AGENT_CODE = path.join(__dirname, '..', '..', 'examples', 'agents', 'basic');

const cast = (of: Expression, to: ReturnType<typeof type>): Expression => ({ kind: 'cast', of, type: to });
const entry = (of: Expression, key: string): Expression => ({ kind: 'entry', of, key });
const given = (name: string): Expression => ({ kind: 'given', group: 'memories', name, type: type('constructs', 'IConstruct') });
const SERVICE = literal('arn:aws:lambda:us-east-1:111122223333:function:texts');
const resource = (id: string, properties: Expression): Expression => create('core', 'CfnResource', THIS, literal(id), struct('core', 'CfnResourceProps', {
  type: literal('Custom::Texts'), properties,
}));
const parameter = (id: string, value: Expression): Expression => resource(id, map([['ServiceToken', SERVICE], ['Value', value]]));
const managed = (): Expression => call(type('own', 'CodeInterpreter'), 'fromAwsManaged', THIS, literal('Managed'));

/** Texts that a careless printer would change. */
const TEXTS = [
  '', 'plain', 'it\'s', 'say "it"', 'it\'s "both"', 'back\\slash', '`ticks` ${not} {a} variable {{', 'a\nb\r\nc\td', 'ünïcode 日本語 👩‍🔬', '\u202Etrojan\u200B\uFEFF',
  '\u2028\u2029\0\x1b', '\u{e0001}', '$', '\\`', '\'\'\'', '"""', '*/ <!-- #', '%s %(x)s',
];

/** Every kind of expression and statement. */
const WHOLE = planOf([
  define('texts', resource('Texts', map([['ServiceToken', SERVICE], ...TEXTS.map((value, index) => [`T${index}`, literal(value)] as const)]))),
  define('keys', resource('Keys', map([['ServiceToken', SERVICE], ...['plain', 'with-dash', '__proto__', 'constructor', '1', 'it\'s', ''].map((key) => [key, literal(key)] as const)]))),
  define('values', resource('Values', map([
    ['ServiceToken', SERVICE], ['Numbers', list([0, -1, 1.5, 1e21, 5e-7].map(literal))], ['Booleans', list([literal(true), literal(false)])], ['Empty', list([])], ['None', map([])],
  ]))),
  define('mixed', parameter('Mixed', text(TEXTS.flatMap((value) => [literal(value), member('core', 'Aws', 'REGION')])))),
  define('nested', parameter('Nested', text([
    literal('a'), call(type('core', 'Fn'), 'select', literal(1), call(type('core', 'Fn'), 'split', literal('\''), property(variable('mixed'), 'ref'))),
    literal('b'), call(type('core', 'Fn'), 'importValue', text([literal('{x}'), member('core', 'Aws', 'PARTITION')])),
  ]))),
  define('interpreter', create('own', 'CodeInterpreter', THIS, literal('Interpreter'), struct('own', 'CodeInterpreterProps', {
    network: call(type('own', 'CodeInterpreterNetwork'), 'publicInternet'),
    description: call(call(variable('nested'), 'getAtt', literal('Value')), 'toString'),
  }))),
  define('agent', create('own', 'AgentWithCodeInterpreter', THIS, literal('Agent'), struct('own', 'AgentWithCodeInterpreterProps', {
    source: call(type('own', 'AgentSource'), 'fromDirectory', { kind: 'path', path: AGENT_CODE }),
    codeInterpreter: variable('interpreter'),
    endpoints: map([['live', struct('own', 'AgentEndpointOptions', { description: literal('Live') })], ['test_2', struct('own', 'AgentEndpointOptions', {})]]),
    protocol: member('agentcore', 'ProtocolType', 'MCP'),
    lifecycle: struct('agentcore', 'LifecycleConfiguration', { maxLifetime: call(type('core', 'Duration'), 'minutes', literal(30)) }),
    authorizer: call(type('agentcore', 'RuntimeAuthorizerConfiguration'), 'usingJWT',
      literal('https://example.com/.well-known/openid-configuration'), NOTHING, list([literal('audience')])),
  }))),
  perform(call(variable('agent'), 'addCodeInterpreter', managed(), struct('own', 'AddCodeInterpreterOptions', { environmentVariable: literal('MANAGED') }))),
  perform(call(property(variable('agent'), 'executionRole'), 'addToPrincipalPolicy', create('iam', 'PolicyStatement', struct('iam', 'PolicyStatementProps', {
    actions: list([literal('ssm:GetParameter'), literal('ssm:GetParameters'), literal('ssm:GetParametersByPath')]), resources: list([literal('*')]),
  })))),
  define('endpoint', parameter('Endpoint', text([
    property(entry(property(variable('agent'), 'endpoints'), 'live'), 'agentRuntimeEndpointArn'),
    property(entry(property(variable('agent'), 'endpoints'), 'test_2'), 'endpointName'),
  ]))),
  assign(property(cast(property(variable('agent'), 'runtime', 'node', 'defaultChild'), type('agentcore', 'CfnRuntime')), 'description'), literal('Set')),
  perform(call(cast(property(variable('interpreter'), 'node', 'defaultChild'), type('core', 'CfnResource')), 'overrideLogicalId', literal('Kept'))),
  define('lambda', parameter('Keyword', property(given('my-memory'), 'node', 'id'))),
  perform(call(create('core', 'CfnOutput', THIS, literal('Out'), struct('core', 'CfnOutputProps', { value: property(variable('lambda'), 'ref') })),
    'overrideLogicalId', literal('Output'))),
], { agents: { agent: 'agent' }, codeInterpreters: { interpreter: 'interpreter' } });

/** A construct that holds what `make` makes, in a stack of its own. */
function templateWith(make: (scope: Construct, memory: Construct) => void): object {
  const stack = new Stack(new App(), 'Stack');
  make(stack, new Construct(stack, 'Memory'));
  return templateOf(stack);
}

function templateOfRun(plan: Plan): object {
  return templateWith((stack, memory) => { run(plan, new Construct(stack, 'Agents'), { memories: { 'my-memory': memory } } as Given); });
}

function templateOfTypeScript(plan: Plan): object {
  const { code, className } = typescriptClass(plan, OPTIONS);
  return templateWith((stack, memory) => { new (moduleOf(code, FOLDER)[className])(stack, 'Agents', { myMemory: memory }); });
}

/** What a plan of these statements is, between the first and the last line of the constructor. */
function typescriptBody(...statements: Plan['statements']): string {
  return between(typescriptClass(planOf([...statements]), OPTIONS).code, 'super(scope, id);\n', '  }\n}');
}

function pythonBody(...statements: Plan['statements']): string {
  return between(pythonClass(planOf([...statements]), { ...OPTIONS, folder: path.dirname(FOLDER) }).code, 'super().__init__(scope, construct_id)\n', undefined);
}

function between(code: string, start: string, end: string | undefined): string {
  return code.slice(code.indexOf(start) + start.length, end === undefined ? undefined : code.lastIndexOf(end)).replace(/^ {4}(?: {4})?/gm, '').trim();
}

describe('TypeScript', () => {
  test('makes what the plan makes', () => {
    expect(templateOfTypeScript(WHOLE)).toEqual(templateOfRun(WHOLE));
  });

  test('compiles', () => {
    const { code } = typescriptClass(WHOLE, OPTIONS);
    expect(typeErrors({ 'lib/agents.ts': code })).toEqual([]);
  }, 120_000);

  test('is a construct that exposes agents, code interpreters and browsers, and imports what it uses', () => {
    const plan = planOf([
      define('analyzer', create('own', 'CodeInterpreter', THIS, literal('Analyzer'))),
      define('coder', create('own', 'AgentWithCodeInterpreter', THIS, literal('Coder'),
        struct('own', 'AgentWithCodeInterpreterProps', { codeInterpreter: variable('analyzer') }))),
    ], { agents: { coder: 'coder' }, codeInterpreters: { analyzer: 'analyzer' } });
    expect(typescriptClass(plan, OPTIONS).code).toBe(`import { AgentWithCodeInterpreter, CodeInterpreter } from 'cdk-agentcore-code-interpreter';
import { Construct } from 'constructs';

/**
 * What serverless.yml describes.
 */
export class Agents extends Construct {
  public readonly coder: AgentWithCodeInterpreter;
  public readonly analyzer: CodeInterpreter;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    this.analyzer = new CodeInterpreter(this, 'Analyzer');

    this.coder = new AgentWithCodeInterpreter(this, 'Coder', { codeInterpreter: this.analyzer });
  }
}
`);
  });

  test('imports modules of AWS whole, files of Node.js first', () => {
    const { code } = typescriptClass(planOf([
      perform(call(type('s3', 'Bucket'), 'fromBucketName', THIS, literal('B'), { kind: 'path', path: path.join(FOLDER, 'x') })),
      perform(call(type('ecr', 'Repository'), 'fromRepositoryName', THIS, literal('R'), member('core', 'Aws', 'REGION'))),
      perform(call(type('ec2', 'Subnet'), 'fromSubnetId', THIS, literal('S'), call(type('core', 'Fn'), 'ref', literal('X')))),
    ]), OPTIONS);
    expect(code.split('\n').slice(0, 6)).toEqual([
      'import * as path from \'path\';',
      'import { Aws, Fn } from \'aws-cdk-lib\';',
      'import * as ec2 from \'aws-cdk-lib/aws-ec2\';',
      'import * as ecr from \'aws-cdk-lib/aws-ecr\';',
      'import * as s3 from \'aws-cdk-lib/aws-s3\';',
      'import { Construct } from \'constructs\';',
    ]);
  });

  test('has an interface for what it is given', () => {
    const { code, wanted } = typescriptClass(planOf([perform(call(given('my-memory'), 'toString')), perform(call(given('my_memory'), 'toString'))]), OPTIONS);
    expect(wanted).toEqual(['myMemory', 'myMemory2']);
    expect(code).toContain([
      '/**',
      ' * What Agents needs and does not define.',
      ' */',
      'export interface AgentsProps {',
      '  /** The memory my-memory, which is not defined here. */',
      '  readonly myMemory: IConstruct;',
      '  /** The memory my_memory, which is not defined here. */',
      '  readonly myMemory2: IConstruct;',
      '}',
    ].join('\n'));
    expect(code).toContain('constructor(scope: Construct, id: string, props: AgentsProps) {');
    expect(code).toContain('    props.myMemory.toString();\n    props.myMemory2.toString();\n');
  });

  test.each<[string, Expression, string]>([
    ['a file beside the class', { kind: 'path', path: path.join(FOLDER, 'a b.txt') }, "path.join(__dirname, 'a b.txt')"],
    ['the folder of the class', { kind: 'path', path: FOLDER }, '__dirname'],
    ['a folder above', { kind: 'path', path: path.dirname(FOLDER) }, "path.join(__dirname, '..')"],
    ['a key that is no identifier', entry(variable('this'), 'a-b'), "this['a-b']"],
    ['a call without its last arguments', call(THIS, 'f', NOTHING, literal(1), NOTHING, NOTHING), 'this.f(undefined, 1)'],
    ['a call without arguments', call(THIS, 'f', NOTHING), 'this.f()'],
    ['a cast that is asked something', property(cast(THIS, type('core', 'Stack')), 'region'), '(this as Stack).region'],
    ['a field like its variable', map([['this', THIS], ['other', THIS]]), '{ this: this, other: this }'],
    ['a key that would set the prototype', map([['__proto__', literal('x')]]), '{ [\'__proto__\']: \'x\' }'],
    ['a nested type', cast(THIS, type('agentcore', 'CfnRuntime.EndpointProperty')), 'this as bedrockagentcore.CfnRuntime.EndpointProperty'],
    ['an imported construct that is too long for its line',
      call(type('ec2', 'SecurityGroup'), 'fromSecurityGroupId', THIS, literal('S'.repeat(40)), literal('s'.repeat(40))),
      `ec2.SecurityGroup.fromSecurityGroupId(\n  this, '${'S'.repeat(40)}', '${'s'.repeat(40)}',\n)`],
    ['null', literal(null as never), 'null'],
  ])('prints %s', (_, expression, printed) => {
    expect(typescriptBody(perform(expression))).toBe(`${printed};`);
  });
});

describe('Python', () => {
  test('is a construct with keyword arguments', () => {
    const plan = planOf([
      define('analyzer', create('own', 'CodeInterpreter', THIS, literal('Analyzer'))),
      define('myCoder', create('own', 'AgentWithCodeInterpreter', THIS, literal('Coder'), struct('own', 'AgentWithCodeInterpreterProps', {
        codeInterpreter: variable('analyzer'), codeInterpreterVariable: literal('X'),
      }))),
    ], { agents: { coder: 'myCoder' } });
    expect(pythonClass(plan, OPTIONS).code).toBe(`from cdk_agentcore_code_interpreter import AgentWithCodeInterpreter, CodeInterpreter
from constructs import Construct


class Agents(Construct):
    """What serverless.yml describes."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        analyzer = CodeInterpreter(self, "Analyzer")

        self.my_coder = AgentWithCodeInterpreter(
            self, "Coder",
            code_interpreter=analyzer,
            code_interpreter_variable="X",
        )
`);
  });

  test('imports modules of AWS from one place, those of Python first', () => {
    const { code } = pythonClass(planOf([
      perform(call(type('s3', 'Bucket'), 'fromBucketName', THIS, literal('B'), { kind: 'path', path: path.join(FOLDER, 'x') })),
      perform(call(type('ec2', 'Subnet'), 'fromSubnetId', THIS, literal('S'), member('core', 'Aws', 'REGION'))),
    ]), OPTIONS);
    expect(code.split('\n').slice(0, 6)).toEqual([
      'import os', '', 'from aws_cdk import Aws, aws_ec2 as ec2, aws_s3 as s3', 'from constructs import Construct', '', '',
    ]);
  });

  test('takes what it is given as keyword arguments', () => {
    const { code, wanted } = pythonClass(planOf([perform(call(given('my-memory'), 'toString')), perform(call(given('scope'), 'toString'))]), OPTIONS);
    expect(wanted).toEqual(['my_memory', 'scope2']);
    expect(code).toContain('def __init__(self, scope: Construct, construct_id: str, *, my_memory: IConstruct, scope2: IConstruct) -> None:');
    expect(code).toContain('        my_memory.to_string()\n        scope2.to_string()\n');
  });

  test.each<[string, Expression, string]>([
    ['a file beside the class', { kind: 'path', path: path.join(path.dirname(FOLDER), 'a b.txt') }, 'os.path.join(os.path.dirname(__file__), "a b.txt")'],
    ['the folder of the class', { kind: 'path', path: path.dirname(FOLDER) }, 'os.path.dirname(__file__)'],
    ['a struct that is not the last argument', call(THIS, 'f', struct('s3', 'Location', { bucketName: literal('b') }), literal(1)),
      'self.f(s3.Location(bucket_name="b"), 1)'],
    ['a struct in a list', list([struct('s3', 'Location', { bucketName: literal('b') })]), '[s3.Location(bucket_name="b")]'],
    ['a call without its last arguments', call(THIS, 'f', NOTHING, literal(true), NOTHING), 'self.f(None, True)'],
    ['names that Python keeps for itself', call(property(THIS, 'lambda'), 'import', struct('s3', 'Location', { from: literal(false) })),
      'self.lambda_.import_(from_=False)'],
    ['a constant', member('agentcore', 'AgentCoreRuntime', 'PYTHON_3_12'), 'bedrockagentcore.AgentCoreRuntime.PYTHON_3_12'],
    ['a constant that jsii spells in its own way', member('agentcore', 'ProtocolType', 'A2A'), 'bedrockagentcore.ProtocolType.A2_A'],
    ['a static property', member('core', 'Names', 'someThing'), 'Names.some_thing'],
    ['an imported construct that is too long for its line',
      call(type('ec2', 'SecurityGroup'), 'fromSecurityGroupId', THIS, literal('S'.repeat(40)), literal('s'.repeat(40))),
      `ec2.SecurityGroup.from_security_group_id(\n    self, "${'S'.repeat(40)}", "${'s'.repeat(40)}",\n)`],
    ['null', literal(null as never), 'None'],
    ['an f-string', text([literal('{a} "b" '), property(entry(THIS, 'x'), 'y')]), 'f"{{a}} \\"b\\" {self[\'x\'].y}"'],
    ['an f-string of numbers', text([literal(1), variable('this')]), 'f"1{self}"'],
    ['a text whose parts have quotes, which no f-string has before Python 3.12', text([literal(1), call(THIS, 'f', literal('it\'s'))]),
      '"".join(["1", self.f("it\'s")])'],
    ['a text in a text', text([literal('a'), call(THIS, 'f', { kind: 'text', parts: [literal('b'), THIS] })]), '"".join(["a", self.f(f"b{self}")])'],
    ['a text with a map in it', text([literal('a'), call(THIS, 'f', map([['k', literal('v')]]))]), '"".join(["a", self.f({"k": "v"})])'],
    ['a wide number', literal(-1.5e21), '-1.5e+21'],
  ])('prints %s', (_, expression, printed) => {
    expect(pythonBody(perform(expression))).toBe(printed);
  });
});

test('Python sets properties', () => {
  expect(pythonBody(assign(property(cast(THIS, type('core', 'CfnResource')), 'someThing'), literal('x')))).toBe('self.some_thing = "x"');
});

describe('names', () => {
  const made = (variableName: string) => define(variableName, create('own', 'CodeInterpreter', THIS, literal('X')));
  const exposed = planOf([made('node'), made('class'), made('aB'), made('a_b')], { codeInterpreters: { w: 'node', x: 'class', y: 'aB', z: 'a_b' } });
  const local = planOf([made('path'), made('self'), made('default'), made('iam'), ...['path', 'self', 'default', 'iam'].map((name) => (
    perform(call(variable(name), 'toString'))
  ))]);
  const namesIn = (code: string) => [...code.matchAll(/^ {4,8}(?:const |this\.|self\.)?(\w+) = (?:new )?CodeInterpreter\(/gm)].map(([, name]) => name);

  test('of members differ from those of every construct, and from each other', () => {
    expect(namesIn(typescriptClass(exposed, OPTIONS).code)).toEqual(['node2', 'class', 'aB', 'aB2']);
    expect(namesIn(pythonClass(exposed, OPTIONS).code)).toEqual(['node2', 'class_', 'a_b', 'a_b2']);
  });

  test('of variables differ from modules, parameters and keywords', () => {
    expect(namesIn(typescriptClass(local, OPTIONS).code)).toEqual(['path2', 'self', 'default2', 'iam2']);
    expect(namesIn(pythonClass(local, OPTIONS).code)).toEqual(['path', 'self2', 'default', 'iam2']);
  });

  test('of the class differ from what it imports', () => {
    const plan = planOf([made('x')]);
    expect(typescriptClass(plan, { ...OPTIONS, className: 'CodeInterpreter' }).className).toBe('CodeInterpreter2');
    expect(pythonClass(plan, { ...OPTIONS, className: 'Construct' }).className).toBe('Construct2');
    expect(pythonClass(plan, { ...OPTIONS, className: 'None' }).className).toBe('None2');
  });

  test('cannot end a comment', () => {
    const source = 'a*/b"""c\n.yml';
    expect(typescriptClass(planOf([]), { ...OPTIONS, source }).code).toContain('\n * What a_b_c_.yml describes.\n */\n');
    expect(pythonClass(planOf([]), { ...OPTIONS, source }).code).toContain('    """What a_b_c_.yml describes."""\n');
  });
});

describe('a definition', () => {
  const typed = (id: string, value: Expression) => create('core', 'CfnResource', THIS, literal(id), struct('core', 'CfnResourceProps', { type: value }));
  const table = (...more: Plan['statements']) => [define('table', typed('Table', literal('x'))), ...more];

  test('that nothing uses has no variable', () => {
    expect(typescriptBody(...table())).toMatch(/^new CfnResource\(this, 'Table', /);
    expect(pythonBody(...table())).toMatch(/^CfnResource\(self, "Table", /);
  });

  test('that something uses has one, and a blank line before it', () => {
    const use = [define('other', typed('Other', property(variable('table'), 'ref'))), perform(call(variable('table'), 'toString'))];
    expect(typescriptBody(...table(...use))).toMatch(/^const table = new CfnResource[^]*\n\nnew CfnResource\(this, 'Other'[^]*\}\);\ntable\.toString\(\);$/);
    expect(pythonBody(...table(...use))).toMatch(/^table = CfnResource[^]*\)\n\nCfnResource\(self, "Other"[^]*\)\ntable\.to_string\(\)$/);
  });

  test('of constructs without variables is set apart as one group', () => {
    const output = (id: string) => perform(call(create('core', 'CfnOutput', THIS, literal(id), struct('core', 'CfnOutputProps', { value: literal('x') })),
      'overrideLogicalId', literal(id)));
    const statements = [...table(perform(call(variable('table'), 'toString'))), output('A'), output('B'), perform(call(THIS, 'f')), output('C'),
      define('last', typed('Last', literal('x'))), output('D')];
    const firstLines = typescriptBody(...statements).replace(/\n\n/g, '\n---\n').split('\n').filter((line) => /^[^ }]/.test(line));
    expect(firstLines.map((line) => line.slice(0, 15))).toEqual([
      'const table = n', 'table.toString(', '---', 'new CfnOutput(t', 'new CfnOutput(t', 'this.f();', '---', 'new CfnOutput(t',
      '---', 'new CfnResource', '---', 'new CfnOutput(t',
    ]);
  });

  test('that a field is called after is not named twice', () => {
    expect(typescriptBody(...table(perform(call(THIS, 'f', map([['table', variable('table')], ['x', variable('table')]])))))).toMatch(/\nthis\.f\(\{ table, x: table \}\);$/);
  });

  test('that is exposed and no construct of a known class stays inside', () => {
    const plan = planOf([define('ci', managed()), perform(call(variable('ci'), 'toString'))], { codeInterpreters: { ci: 'ci' } });
    expect(typescriptClass(plan, OPTIONS).code).toContain('    const ci = CodeInterpreter.fromAwsManaged(this, \'Managed\');\n    ci.toString();');
  });
});

test('any text comes out of a TypeScript string and of a template literal as it went in', () => {
  const evaluate = (code: string): unknown => new Function('x', `return ${code};`)('-');
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'$`{}\\\'"\n\r\u2028u0') }), (some, nasty) => {
    for (const value of [some, nasty]) {
      expect(evaluate(typescriptString(value))).toBe(value);
      expect(evaluate(`\`${templatePart(value)}\${x}${templatePart(value)}\``)).toBe(`${value}-${value}`);
    }
  }));
});
