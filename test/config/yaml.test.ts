import { place, plain, result, yaml } from './fixtures/reading/helpers';
import { ListNode, MapNode, ScalarNode, valueOf } from '../../src/config/node';
import { readYamlValue } from '../../src/config/yaml';

/** The only problem of a text. */
function problemIn(text: string): string {
  const { problems } = yaml(text);
  expect(problems).toHaveLength(1);
  return problems[0];
}

describe('values', () => {
  test('are those of YAML 1.2', () => {
    expect(yaml('a: 1.10\nb: 0x1F\nc: true\nd: yes\ne: ~\nf:\ng: "1"\nh: 2012-10-17\ni: \'x\'\nj: |\n  x\n  y\nk: [1, {l: m}]\n').value).toEqual({
      a: 1.1, b: 31, c: true, d: 'yes', e: null, f: null, g: '1', h: '2012-10-17', i: 'x', j: 'x\ny\n', k: [1, { l: 'm' }],
    });
  });

  test('keep the text that is written', () => {
    const { node } = yaml('a: 1.10\nb: 012345678901\nc: .inf\nd:\ne: True\n');
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => (valueOf(node, key) as ScalarNode).text)).toEqual(['1.10', '012345678901', '.inf', '', 'True']);
    expect(plain(valueOf(node, 'c'))).toBe('.inf');
  });

  test('have a place, and so have their keys', () => {
    const { node } = yaml('# first\nagents:\n  analyzer: {}\n  list:\n    - "x"\n    - [y, z]\n');
    const agents = valueOf(node, 'agents') as MapNode;
    expect(agents.at).toEqual({ file: 'serverless.yml', line: 3, column: 3 });
    expect(agents.entries.map(({ keyAt, value }) => [place(keyAt), place(value.at)])).toEqual([['3:3', '3:13'], ['4:3', '5:5']]);
    expect((valueOf(agents, 'list') as ListNode).items.map(({ at }) => place(at))).toEqual(['5:7', '6:7']);
    expect(place(valueOf(agents, 'list', 1, 1)!.at)).toBe('6:11');
  });

  test.each([
    ['CRLF', 'a: 1\r\nb:\r\n  c: 2\r\n'],
    ['CR', 'a: 1\rb:\r  c: 2\r'],
    ['a byte order mark', '\ufeffa: 1\nb:\n  c: 2\n'],
    ['"---" and "..."', 'a: 1\nb:\n  c: 2\n...\n'],
    ['JSON that tabs indent', '{"a": 1,\n "b":\n\t{"c": 2}}'],
  ])('are the same with %s', (_, text) => {
    const { node, value } = yaml(text);
    expect(value).toEqual({ a: 1, b: { c: 2 } });
    expect(valueOf(node, 'b')!.at.line).toBe(3);
  });

  test('have the right columns after a byte order mark', () => {
    expect(place((yaml('\ufeffa: 1\n').node as MapNode).entries[0].keyAt)).toBe('1:1');
  });

  test('may have keys that are no texts, which become texts', () => {
    expect(yaml('1.10: a\ntrue: b\nnull: c\n&x d: e\n*x : f\n').value).toEqual({ '1.10': 'a', 'true': 'b', 'null': 'c', 'd': 'e' });
    expect(yaml('? a\n? b\n').value).toEqual({ a: null, b: null });
  });

  test('harm nothing with keys of JavaScript', () => {
    const { node, problems } = yaml('__proto__: { polluted: 1 }\nconstructor: { prototype: 2 }\n');
    expect((node as MapNode).entries.map(({ key }) => key)).toEqual(['__proto__', 'constructor']);
    expect(problems).toEqual([]);
    expect(({} as any).polluted).toBeUndefined();
  });

  test('may have standard tags that go with them', () => {
    expect(yaml('a: !!str 1\nb: !!int 1\nc: !!float 1.5\nd: !!bool true\ne: !!null ~\nf: !!map {}\ng: !!seq []\nh: ! 1\n'))
      .toMatchObject({ value: { a: '1', b: 1, c: 1.5, d: true, e: null, f: {}, g: [], h: '1' }, problems: [] });
  });
});

describe('CloudFormation', () => {
  test('short tags are their long form, nested too', () => {
    const { value, problems } = yaml(`
a: !Ref A
b: !GetAtt A.B.C
c: !GetAtt [A, B.C]
d: !Join
  - ''
  - - !Ref A
    - !Sub 'x\${Y}'
    - !Sub ['\${Y}', { Y: !GetAtt A.B }]
e: !If [isProd, !Ref A, !Ref AWS::NoValue]
f: !GetAZs
g: !Select [0, !Split [',', !ImportValue x]]
h: !FindInMap [m, !Ref A, k]
i: !And [!Equals [1, 2], !Not [!Condition c], !Or [!Condition d, !Condition e]]
j: !Base64 x
k: !Cidr [!Ref A, 2, 8]
l: !Transform { Name: AWS::Include, Parameters: {} }
`);
    expect(problems).toEqual([]);
    expect(value).toEqual({
      a: { Ref: 'A' },
      b: { 'Fn::GetAtt': ['A', 'B.C'] },
      c: { 'Fn::GetAtt': ['A', 'B.C'] },
      d: { 'Fn::Join': ['', [{ Ref: 'A' }, { 'Fn::Sub': 'x${Y}' }, { 'Fn::Sub': ['${Y}', { Y: { 'Fn::GetAtt': ['A', 'B'] } }] }]] },
      e: { 'Fn::If': ['isProd', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] },
      f: { 'Fn::GetAZs': '' },
      g: { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::ImportValue': 'x' }] }] },
      h: { 'Fn::FindInMap': ['m', { Ref: 'A' }, 'k'] },
      i: { 'Fn::And': [{ 'Fn::Equals': [1, 2] }, { 'Fn::Not': [{ Condition: 'c' }] }, { 'Fn::Or': [{ Condition: 'd' }, { Condition: 'e' }] }] },
      j: { 'Fn::Base64': 'x' },
      k: { 'Fn::Cidr': [{ Ref: 'A' }, 2, 8] },
      l: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: {} } },
    });
  });

  test('tags are where they are written, their values where those are', () => {
    const { node } = yaml('a: !Ref  A\nb: &x !GetAtt # why\n  A.B\nc: !<!Ref> A\nd: !Ref # ' + 'x'.repeat(600) + '\n  A\n');
    const places = (key: string) => {
      const { at, entries: [{ keyAt, value }] } = valueOf(node, key) as MapNode;
      return [at, keyAt, value.at].map(place);
    };
    expect(places('a')).toEqual(['1:4', '1:4', '1:10']);
    expect(places('b')).toEqual(['2:7', '2:7', '3:3']);
    expect(places('c')).toEqual(['4:6', '4:6', '4:12']);
    expect(places('d')).toEqual(['6:3', '6:3', '6:3']);
  });

  test('Fn::GetAtt with a text is a list, unless that is a variable still', () => {
    expect(yaml('a: { Fn::GetAtt: A.B }\nb: !GetAtt "${self:x.y}"\nc: { Fn::GetAtt: A.B, other: 1 }\nd: !GetAtt { a: b }\n').value).toEqual({
      a: { 'Fn::GetAtt': ['A', 'B'] }, b: { 'Fn::GetAtt': '${self:x.y}' }, c: { 'Fn::GetAtt': 'A.B', 'other': 1 }, d: { 'Fn::GetAtt': { a: 'b' } },
    });
  });

  test.each(['AB', '.B', 'A.'])('fails with Fn::GetAtt of %s', (text) => {
    expect(problemIn(`a:\n  b: !GetAtt ${text}\n`)).toBe(
      `serverless.yml:2:14  a.b["Fn::GetAtt"]: got "${text}", expected a logical id, a dot and an attribute, for example: MyRole.Arn`);
  });

  test('fails with other tags, and goes on', () => {
    const { value, problems } = yaml('a: !Foo x\nb: !!binary x\nc: !!int x\nd: !!map []\ne: !!omap []\nf: !Ref X\n');
    expect(value).toEqual({ a: '?', b: '?', c: '?', d: '?', e: '?', f: { Ref: 'X' } });
    expect(problems).toEqual([
      expect.stringMatching(/^serverless\.yml:1:9 {2}a: unknown tag "!Foo", allowed: !Condition, !Ref, !And, /),
      'serverless.yml:2:13  b: the tag !!binary does not go with this value; remove it',
      'serverless.yml:3:10  c: the tag !!int does not go with this value; remove it',
      'serverless.yml:4:10  d: the tag !!map does not go with this value; remove it',
      'serverless.yml:5:11  e: the tag !!omap does not go with this value; remove it',
    ]);
  });
});

describe('aliases and merge keys', () => {
  test('stand for the anchor, and are where that is', () => {
    const { node, value, problems } = yaml('a: &x\n  k: v\nb: *x\nc: [*x]\n');
    expect({ value, problems }).toEqual({ value: { a: { k: 'v' }, b: { k: 'v' }, c: [{ k: 'v' }] }, problems: [] });
    expect(place(valueOf(node, 'b', 'k')!.at)).toBe('2:6');
  });

  test('stand for the last anchor of that name before them', () => {
    expect(yaml('a: &x 1\nb: *x\nc: &x 2\nd: *x\n').value).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  test('merge: what is written comes first, then the earlier map', () => {
    expect(yaml('x: &x { a: x, b: x }\ny: &y { b: y, c: y }\nz:\n  <<: [*x, *y]\n  a: z\nw: { <<: *x, <<: *y, "<<": text }\nv: { <<: { a: 1 } }\n').value).toEqual({
      x: { a: 'x', b: 'x' }, y: { b: 'y', c: 'y' }, z: { a: 'z', b: 'x', c: 'y' }, w: { 'a': 'x', 'b': 'x', 'c': 'y', '<<': 'text' }, v: { a: 1 },
    });
  });

  test.each([
    ['an alias of nothing', 'a: *x\n', '1:4  a: there is no anchor &x before the alias *x'],
    ['an alias of what comes later', 'a: *x\nb: &x 1\n', '1:4  a: there is no anchor &x before the alias *x'],
    ['an alias within its anchor', 'a: &x\n  b: [*x]\n', '2:7  a.b[0]: the alias *x is within what it stands for'],
    ['a merge of a text', 'a: { <<: x }\n', '1:10  a["<<"]: "<<" takes a map or a list of maps, got a text'],
    ['a merge of a list in a list', 'a: { <<: [[]] }\n', '1:11  a["<<"]: "<<" takes a map or a list of maps, got a list'],
  ])('fails with %s', (_, text, expected) => {
    expect(problemIn(text)).toBe(`serverless.yml:${expected}`);
  });

  test('fails once where a merge has an alias of nothing', () => {
    expect(yaml('a: { <<: *x, b: 1 }\n')).toMatchObject({ value: { a: { b: 1 } }, problems: ['serverless.yml:1:10  a["<<"]: there is no anchor &x before the alias *x'] });
  });
});

describe('fails, and goes on with the rest', () => {
  test('with a key that is there twice: the first counts', () => {
    expect(yaml('a: 1\nb: { c: 2, c: 3 }\na: 4\n')).toMatchObject({
      value: { a: 1, b: { c: 2 } },
      problems: [
        'serverless.yml:2:12  b.c: the key "c" is there already, in line 2; remove one of the two',
        'serverless.yml:3:1  a: the key "a" is there already, in line 1; remove one of the two',
      ],
    });
  });

  test('with keys that are no texts', () => {
    expect(yaml('a:\n  {b: 1}: c\n  ? [d]\n  : e\n  "": f\n  ok: 1\n  *x : 1\n  !Ref x: 1\n')).toMatchObject({
      value: { a: { ok: 1 } },
      problems: [
        'serverless.yml:2:3  a: got a map as a key, expected a text',
        'serverless.yml:3:5  a: got a list as a key, expected a text',
        'serverless.yml:5:3  a: got nothing as a key, expected a text',
        'serverless.yml:7:3  a: there is no anchor &x before the alias *x',
        'serverless.yml:8:8  a: got a map as a key, expected a text',
      ],
    });
  });

  test('with half of a character', () => {
    expect(yaml('a: "\\ud800"\nb: "\\ud83d\\ude00"\n')).toMatchObject({
      value: { a: '?', b: '😀' },
      problems: ['serverless.yml:1:4  a: the text has half of a character (a lone surrogate); write both halves, or the character itself'],
    });
  });
});

describe('fails', () => {
  const EXPECTED = 'expected a configuration with a block "agents" or "ai"';
  const COLON = 'expected "key: value" on one line; is the ":", or the blank after it, missing?';
  const ALIGN = 'this line begins further left or right than the other entries of the same map or list; align them';
  const SECOND = 'a second YAML document begins here, expected one; remove the "---" or "..." before it, or move it into another file';

  test.each([
    ['an empty file', '', `1:1: the file is empty, ${EXPECTED}`],
    ['only a byte order mark', '\ufeff', `1:1: the file is empty, ${EXPECTED}`],
    ['only comments', '# agents:\n\n', `1:1: the file is empty, ${EXPECTED}`],
    ['null', '\n~', `2:1: the file is empty, ${EXPECTED}`],
    ['a list', '- agents', `1:1: got a list, ${EXPECTED}`],
    ['a text', 'agents', `1:1: got a text, ${EXPECTED}`],
    ['tabs', 'a:\n\tb: 1\n\tc: 2\n', '2:1: tabs cannot indent; use spaces'],
    ['a tab after spaces', 'a:\n  b:\n  \tc: 1\n', '3:3: tabs cannot indent; use spaces'],
    ['two colons', 'a: b: c\n', '1:4: there is a second ": " or a list in the line of a key; put text with ": " in quotes, and maps and lists on lines of their own'],
    ['an indentation further left', 'a:\n  b: 1\n c: 2\n', `3:1: ${ALIGN}`],
    ['an indentation further right', 'a:\n  b: { }\n    c: 2\n', `3:1: ${ALIGN}`],
    ['a list and a map in one', 'a:\n  - x\n  b: 1\n', `3:1: ${ALIGN}`],
    ['no colon', 'a:\n  b\n  c: 1\n', `2:3: ${COLON}`],
    ['no colon at the end', 'a: 1\nb\n', `2:1: ${COLON}`],
    ['no blank after the colon', 'a:b\nc: d\n', `1:1: ${COLON}`],
    ['a list that is not closed', 'a: [1, 2\nb: 3\n', '2:1: a list in [ ] is not closed, or its lines do not begin further right than its key'],
    ['a map that is not closed', 'agents: {\n', '2:1: a map in { } is not closed, or its lines do not begin further right than its key'],
    ['a quote that is not closed', "a: 'x'\nb: \"it's\nc: 2\n", '2:4: a quote is opened here and not closed'],
    ['a variable within { }', 'a: { b: ${self:c} }\n', '1:10: within [ ] and { } a value with ${…} needs quotes: "${…}"'],
    ['a variable within [ ]', 'a: [${self:c, 1}]\n', '1:6: within [ ] and { } a value with ${…} needs quotes: "${…}"'],
    ['a sign that is reserved', 'a: @b\n', '1:4: text cannot begin with "@"; put it in quotes'],
    ['an escape that is none', 'a: "\\q"\n', '1:5: this is not valid YAML: invalid escape sequence \\q'],
    ['two tags', 'a: !Ref !Sub b\n', '1:9: this is not valid YAML: a node can have at most one tag'],
    ['a list within { }', 'a: {\n  - b\n  }\n', '2:3: lists with "-" and maps on several lines cannot be within [ ] or { }; write them with [ ] and { } too'],
    ['a long key', `${'x'.repeat(1100)}: 1\n`, '1:1: a key has at most 1,024 characters'],
    ['two documents', 'a: 1\n---\nb: 2\n', `2:1: ${SECOND}`],
    ['text after the end', 'a: 1\n...\nb: 2\n', `3:1: ${SECOND}`],
    ['a directive', '%YAML 1.1\n---\na: yes\n', '1:1: lines that begin with "%" are YAML directives, which are not read; remove the line'],
    ['NUL', 'a: 1\nb: \0\n', '2:4: the character U+0000 is not allowed in YAML; remove it, and save the file as UTF-8 text'],
    ['a control character', 'a: \u001b[0m\n', '1:4: the character U+001B is not allowed in YAML; remove it, and save the file as UTF-8 text'],
    ['half of a character', 'a: \udc00\n', '1:4: the character U+DC00 is not allowed in YAML; remove it, and save the file as UTF-8 text'],
    ['JavaScript', 'module.exports = {\n  agents: {},\n};\n', `1:1: ${COLON}`],
  ])('with %s', (_, text, expected) => {
    expect(problemIn(text)).toBe(`serverless.yml:${expected}`);
    expect(yaml(text).node).toBeUndefined();
  });

  test('with the first line of a message only, and one problem, whatever follows from it', () => {
    expect(yaml(`a: }\n${'] \n'.repeat(50)}`).problems).toEqual(['serverless.yml:1:4: this is not valid YAML: unexpected flow-map-end token in YAML stream: "}"']);
  });
});

describe('what would take long', () => {
  const interpreters = (length: number) => {
    const texts = ['agents:\n  codeInterpreters:\n'];
    for (let size = 0, index = 0; size < length; index++) {
      texts.push(`    interpreter${index}:\n      description: Runs Python ${index}\n      network:\n        mode: VPC\n        subnets: [subnet-12345678, subnet-87654321]\n`
        + '        securityGroups:\n          - sg-12345678\n      tags:\n        Purpose: DataAnalysis\n');
      size += texts[texts.length - 1].length;
    }
    return texts.join('');
  };
  const lines = (line: string) => line.repeat(Math.floor(250_000 / line.length));

  test('is read up to 256 KiB', () => {
    const text = interpreters(261_000);
    expect(text.length).toBeLessThan(256 * 1024);
    expect(yaml(text).problems).toEqual([]);
  });

  test('fails with more than that at once, at the place that is too much', () => {
    expect(problemIn(interpreters(1_000_000))).toMatch(
      /^serverless\.yml:\d{4,}:\d+: the file has 1,000,\d\d\d characters, allowed: 262,144; move parts into other files, and bring them in with \$\{file\(…\)\}$/,
    );
  });

  test.each([
    ['lists', `a:\n${lines('  - 1\n')}`], ['flow lists', `a: [${lines('1,')}]`], ['blank lines', `a: |\n${lines('\n')}`], ['closing brackets', lines(']')],
    ['documents', lines('---\n')], ['unknown tags', lines('! ')], ['errors', lines('}\n')], ['quotes', lines('"')], ['keys', lines('? a\n')],
  ])('fails with too many: %s', (_, text) => {
    expect(problemIn(text)).toMatch(
      /^serverless\.yml:\d+:\d+: the file has more than 80,000 words and signs up to here; move parts into other files, and bring them in /);
  });

  test.each([
    ['[', '['], ['{a: ', '{a: '], ['- ', '- '], ['? ', '? '], ['lines', ''],
  ])('fails with far too many levels of %s', (_, level) => {
    const text = level === '' ? Array.from({ length: 700 }, (__, depth) => `${' '.repeat(depth)}a:`).join('\n') : level.repeat(50_000);
    expect(problemIn(text)).toMatch(/^serverless\.yml:\d+:\d+: values are nested more than 100 levels deep here; is a bracket not closed\?$/);
  });

  test('takes 90 levels', () => {
    expect(yaml(`a: ${'['.repeat(90)}${']'.repeat(90)}`).problems).toEqual([]);
  });

  test('fails with a bomb of aliases, once', () => {
    const levels = Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(', ')}]\n`);
    const bomb = `a0: &a0 [${Array(10).fill('x').join(', ')}]\n${levels.join('')}`;
    expect(problemIn(bomb)).toBe(
      'serverless.yml:5:45  a4[7]: this repeats more than 100,000 values in all; repeat less, or write smaller files');
  });

  test('fails with a bomb of merges', () => {
    const keys = Array.from({ length: 2000 }, (_, index) => `k${index}: 1`).join(', ');
    expect(problemIn(`a: &a { ${keys} }\nb:\n${'  - { <<: *a }\n'.repeat(2000)}`)).toMatch(/^serverless\.yml:52:11 {2}b\[49\]\["<<"\]: this repeats more than 100,000 values/);
  });

  test('leaves stack traces on for others', () => {
    const { stackTraceLimit } = Error;
    yaml('a: !Foo x\n');
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    expect(stackTraceLimit).toBeGreaterThan(0);
  });
});

test('a file that is brought in may be any value', () => {
  expect(result((problems) => readYamlValue('- a\n', 'a.yml', problems)).value).toEqual(['a']);
  expect(result((problems) => readYamlValue('', 'a.yml', problems))).toMatchObject({ value: null, problems: [] });
  expect(result((problems) => readYamlValue('a: [', 'a.yml', problems)).node).toBeUndefined();
});
