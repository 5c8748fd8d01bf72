import { Aws, Fn, Stack, Token } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { resolved, result, SOURCES } from './fixtures/reading/helpers';
import { ScalarNode, valueOf } from '../../src/config/node';
import { readObject } from '../../src/config/object';
import { parse } from '../../src/config/variables/parse';
import { resolveVariables } from '../../src/config/variables/resolve';

const chain = (length: number, link: (index: number) => string, first = 'v') =>
  `custom:\n  k0: ${first}\n${Array.from({ length }, (_, index) => `  k${index + 1}: ${link(index)}\n`).join('')}agents: \${self:custom.k${length}}\n`;
const self = (index: number) => `\${self:custom.k${index}}`;

describe('is limited, in less than a second', () => {
  const MORE_VALUES = /this repeats more than 100,000 values in all; repeat less, or write smaller files$/;
  const MORE_TEXT = /the texts that variables make have more than 5,000,000 characters in all; repeat less$/;

  test.each<[string, string, RegExp]>([
    ['texts that double', chain(60, (index) => self(index).repeat(2)), MORE_TEXT],
    ['intrinsics that double', chain(60, (index) => self(index).repeat(2), '${aws:region}'), MORE_VALUES],
    ['maps that double', chain(60, (index) => `{ a: "${self(index)}", b: "${self(index)}" }`), MORE_VALUES],
    ['lists that double', chain(60, (index) => `["${self(index)}", "${self(index)}"]`), MORE_VALUES],
    ['a text that is used often', `custom: { t: ${'x'.repeat(100_000)} }\nagents:\n${'  - a${self:custom.t}\n'.repeat(1000)}`, MORE_TEXT],
    ['a chain', chain(1000, self), /variables refer to one another through more than 200 values; refer to the value itself$/],
    ['depth', chain(30, (index) => `{ a: { a: { a: { a: { a: { a: { a: "${self(index)}" } } } } } } }`), /variables refer to one another through more than 200 values/],
  ])('%s', (_, text, expected) => {
    expect(resolved(text).problems).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    ['${', '${'], ['${a ', '${a '], ['${self:', '${self:'], ["${opt:a, '", "${opt:a, '"], ['${file(', '${file('], ['\\${', '\\\\${'],
  ])('1 MB of %s', (_, part) => {
    const text = part.repeat(1_000_000 / part.length);
    expect(parse(text, true)).toEqual({ problem: expect.any(String) });
  });

  test.each([
    ['$', '$'], ['\\', '\\'], ['{', '{'], ['}', '}'], ['${Token[', '${Token['],
  ])('1 MB of %s is a text', (_, part) => {
    const text = part.repeat(1_000_000 / part.length);
    expect(parse(text, true)).toEqual({ parts: [text] });
  });

  test('nesting in variables: 20 levels', () => {
    const nested = (depth: number) => `${'${opt:a, '.repeat(depth)}'x'${'}'.repeat(depth)}`;
    expect(resolved(`agents: ${JSON.stringify(nested(20))}\n`)).toMatchObject({ value: { agents: 'x' }, problems: [] });
    expect(resolved(`agents: ${JSON.stringify(nested(21))}\n`).problems).toEqual(['serverless.yml:1:9  agents: variables are nested more than 20 levels deep']);
  });

  test('a chain of 100 is none', () => {
    expect(resolved(chain(100, self))).toMatchObject({ value: { agents: 'v' }, problems: [] });
  });

  test('problems of one text: 10', () => {
    expect(resolved(`agents: "${Array.from({ length: 30 }, (_, index) => `\${X${index}}`).join('')}"\n`).problems).toHaveLength(10);
  });

  test('reasons of one variable: 5', () => {
    expect(resolved(`agents: "\${opt:a0${Array.from({ length: 30 }, (_, index) => `, opt:a${index + 1}`).join('')}}"\n`).problems[0].match(/is not given/g)).toHaveLength(5);
  });

  test('1,000 interpreters with variables are no matter', () => {
    const text = `custom: { network: { mode: PUBLIC, subnets: [a, b] } }\nagents:\n${Array.from({ length: 1000 }, (_, index) => `  k${index}: { network: "\${self:custom.network}", name: "x-\${sls:stage}-${index}" }\n`).join('')}`;
    expect(resolved(text).problems).toEqual([]);
  });
});

describe('tokens', () => {
  const object = (value: object) => result((problems) => resolveVariables(readObject(value, problems)!, SOURCES, problems));
  const stack = new Stack();

  test('of objects are texts, beside variables too', () => {
    const { node, problems } = object({ service: 'shop', agents: { a: Aws.REGION, b: `${Fn.importValue('x')}-\${self:service}-${Aws.REGION}`, c: `\${opt:x, '${Aws.REGION}'}`, d: { [Aws.REGION]: 1 } } });
    expect(problems).toEqual([]);
    const text = (key: string) => stack.resolve((valueOf(node, 'agents', key) as ScalarNode).text);
    expect(text('a')).toEqual({ Ref: 'AWS::Region' });
    expect(text('b')).toEqual({ 'Fn::Join': ['', [{ 'Fn::ImportValue': 'x' }, '-shop-', { Ref: 'AWS::Region' }]] });
    expect(text('c')).toEqual({ Ref: 'AWS::Region' });
  });

  test('may be values of the app, in files as well', () => {
    const { value } = resolved("agents: ['${param:a}', '${opt:region}', !Sub '${param:a}']\n", { parameters: { a: Aws.STACK_ID }, options: { region: Aws.REGION } });
    expect(value.agents).toEqual([Aws.STACK_ID, Aws.REGION, { 'Fn::Sub': Aws.STACK_ID }]);
    expect(Token.isUnresolved(value.agents[0])).toBe(true);
  });

  test('fails in files, where they are no tokens', () => {
    expect(resolved('agents: ${Token[AWS.Region.1]}\n').problems).toEqual([expect.stringContaining('"${Token[AWS.Region.1]}" is no variable')]);
  });

  test('leave variables of objects to be problems', () => {
    expect(object({ agents: '${self:gone}', ai: { '${Token[x}': 1, '${sls:stage}': 1 } }).problems).toEqual([
      expect.stringMatching(/^object {2}agents: \$\{self:gone\} has no value/), expect.stringContaining('variables are not allowed in keys'), expect.stringContaining('variables are not allowed in keys'),
    ]);
  });
});

describe('whatever is written', () => {
  const words = ['${', '}', 'self', ':', '.', ',', ' ', "'", '"', '(', ')', '\\', 'opt', 'a', '${self:a}', '${AWS::Region}', '$', '{', 'null', '1', 'file(', '${Token[x]}', '[0]', '😀', '\n'];
  const soup = fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join(''));

  test('is a value, or a located problem', () => {
    fc.assert(fc.property(soup, soup, (text, key) => {
      const { value, problems } = resolved(`a: { b: ${JSON.stringify(text)} }\nagents: [${JSON.stringify(text)}, !Sub ${JSON.stringify(text)}, { ${JSON.stringify(`k${key}`)}: "\${self:a.b}" }]\n`);
      expect(JSON.stringify(value.agents).includes('"?"') && problems.length === 0).toBe(false);
      problems.forEach((problem) => expect(problem).toMatch(/^serverless\.yml:\d+:\d+/));
    }), { numRuns: 500, seed: 20261122 });
  });

  test('without variables stays as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('${')), (text) => {
      expect(parse(text, false)).toEqual({ parts: text === '' ? [] : [text] });
    }), { numRuns: 500, seed: 20261122 });
  });

  test('with each "${" escaped is itself', () => {
    fc.assert(fc.property(soup, (text) => {
      const escaped = text.replace(/(\\*)\$\{/g, '$1$1\\${');
      const { value, problems } = resolved(`agents: ${JSON.stringify(escaped)}\n`);
      expect({ value: value.agents, problems }).toEqual({ value: text, problems: [] });
    }), { numRuns: 500, seed: 20261122 });
  });
});
