import { runInNewContext } from 'vm';
import { Duration, Fn, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { plain, Result, result } from './fixtures/reading/helpers';
import { MapNode, ScalarNode, valueOf } from '../../src/config/node';
import { readObject } from '../../src/config/object';

function object(value: unknown): Result {
  return result((problems) => readObject(value, problems));
}

test('values are what they are, all in one place', () => {
  const { node, value, problems } = object({ a: 'x', b: 1.5, c: true, d: null, e: [1, ['y']], f: {} });
  expect({ value, problems }).toEqual({ value: { a: 'x', b: 1.5, c: true, d: null, e: [1, ['y']], f: {} }, problems: [] });
  const at = { file: 'object', line: 0, column: 0 };
  expect([node!.at, (node as MapNode).entries[0].keyAt, valueOf(node, 'e', 1)!.at]).toEqual([at, at, at]);
  expect(['a', 'b', 'c', 'd'].map((key) => (valueOf(node, key) as ScalarNode).text)).toEqual(['x', '1.5', 'true', '']);
});

test('what is undefined is left out, of lists too', () => {
  // eslint-disable-next-line no-sparse-arrays
  expect(object({ a: undefined, b: [1, undefined, , 2] }).value).toEqual({ b: [1, 2] });
});

test('tokens stay tokens', () => {
  const stack = new Stack();
  const lazy = Lazy.string({ produce: () => 'later' });
  const { node } = object({ text: lazy, resolvable: Fn.importValue('x'), number: Token.asNumber({ a: 1 }), intrinsic: Token.asAny({ Ref: 'A' }), region: stack.region });
  expect(valueOf(node, 'text')).toMatchObject({ kind: 'scalar', value: lazy, text: lazy });
  expect(stack.resolve((valueOf(node, 'resolvable') as ScalarNode).text)).toEqual({ 'Fn::ImportValue': 'x' });
  expect(stack.resolve((valueOf(node, 'number') as ScalarNode).value)).toEqual({ a: 1 });
  expect(stack.resolve((valueOf(node, 'intrinsic') as ScalarNode).value)).toEqual({ Ref: 'A' });
  expect(stack.resolve((valueOf(node, 'region') as ScalarNode).text)).toEqual({ Ref: 'AWS::Region' });
});

test('fails for half of a character', () => {
  expect(object({ a: '\ud800', b: '\ud83d\ude00' })).toMatchObject({
    value: { a: '?', b: '😀' },
    problems: ['object  a: the text has half of a character (a lone surrogate); write both halves, or the character itself'],
  });
});

test('Fn::GetAtt with a text is a list', () => {
  expect(object({ a: { 'Fn::GetAtt': 'A.B.C' }, b: { 'Fn::GetAtt': ['A', 'B'] } }).value).toEqual({ a: { 'Fn::GetAtt': ['A', 'B.C'] }, b: { 'Fn::GetAtt': ['A', 'B'] } });
});

test('objects of another realm, without a prototype, and with keys of JavaScript are plain', () => {
  const own = JSON.parse('{ "__proto__": { "polluted": 1 } }');
  const { node, problems } = object({ a: runInNewContext('({ b: [1] })'), c: Object.assign(Object.create(null), { d: 2 }), own });
  expect(problems).toEqual([]);
  expect([plain(valueOf(node, 'a')), plain(valueOf(node, 'c'))]).toEqual([{ b: [1] }, { d: 2 }]);
  expect((valueOf(node, 'own') as MapNode).entries.map(({ key }) => key)).toEqual(['__proto__']);
  expect(({} as any).polluted).toBeUndefined();
});

test('parts may be shared', () => {
  const shared = { a: [1] };
  expect(object({ x: shared, y: [shared, shared] })).toMatchObject({ value: { x: { a: [1] }, y: [{ a: [1] }, { a: [1] }] }, problems: [] });
});

describe('fails', () => {
  const circle: { [key: string]: unknown } = {};
  circle.a = { b: [circle] };
  class Bucket {}
  const deep = Array.from({ length: 200 }).reduce((value: unknown) => [value], 1);
  const PLAIN = 'expected a plain object; of a construct, pass an attribute, for example its ARN';
  const VALUES = 'expected text, a number, a boolean, a list or a plain object';

  test.each<[string, unknown, string]>([
    ['a function after what is left out', { a: [undefined, () => 1] }, `object  a[0]: got a function, ${VALUES}`],
    ['a function', { a: () => 1 }, `object  a: got a function, ${VALUES}`],
    ['a symbol', { a: Symbol('x') }, `object  a: got a symbol, ${VALUES}`],
    ['a bigint', { a: 10n }, `object  a: got a bigint, ${VALUES}`],
    ['NaN', { a: { b: NaN } }, 'object  a.b: got NaN, expected a finite number'],
    ['Infinity', { a: -Infinity }, 'object  a: got -Infinity, expected a finite number'],
    ['a Date', { a: new Date() }, `object  a: got an object of the class "Date", ${PLAIN}`],
    ['a Map', { a: new Map() }, `object  a: got an object of the class "Map", ${PLAIN}`],
    ['a class', { a: [new Bucket()] }, `object  a[0]: got an object of the class "Bucket", ${PLAIN}`],
    ['a Duration', { a: Duration.days(1) }, `object  a: got an object of the class "Duration", ${PLAIN}`],
    ['a class without a constructor', { a: Object.create(Object.create(Object.create(null))) }, `object  a: got an object of a class, ${PLAIN}`],
    ['a circle', circle, 'object  a.b[0]: the object is within itself; values cannot be circular'],
    ['depth', { a: deep }, `object  a${'[0]'.repeat(99)}: values are nested more than 100 levels deep`],
    // eslint-disable-next-line no-sparse-arrays
    ['a long list with nothing in it', { a: Object.assign([], { 4_000_000_000: 1 }) }, 'object  a: got a list of 4000000001 items, allowed: 100000'],
    ['Fn::GetAtt of no attribute', { a: { 'Fn::GetAtt': 'A' } }, 'object  a["Fn::GetAtt"]: got "A", expected a logical id, a dot and an attribute, for example: MyRole.Arn'],
  ])('with %s', (_, value, expected) => {
    expect(object(value).problems).toEqual([expected]);
  });

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'object: got undefined, expected text, a number, a boolean, a list or a plain object'],
    ['null', null, 'object: got null, expected an object with "agents" or "ai"'],
    ['a list', [], 'object: got a list, expected an object with "agents" or "ai"'],
    ['a text', 'agents', 'object: got "agents", expected an object with "agents" or "ai"'],
    ['a getter that throws', { get agents() { throw new TypeError('never'); } }, 'object: the object cannot be read: "TypeError: never"'],
  ])('at the top with %s', (_, value, expected) => {
    expect(object(value)).toMatchObject({ node: undefined, problems: [expected] });
  });

  test('with all that is wrong, and goes on', () => {
    expect(object({ a: Symbol('x'), b: 1, c: NaN })).toMatchObject({ value: { a: '?', b: 1, c: '?' }, problems: [expect.stringMatching(/ a: /), expect.stringMatching(/ c: /)] });
  });

  test('with parts that are shared too often', () => {
    const bomb = Array.from({ length: 40 }).reduce((value: object) => ({ a: value, b: value }), {});
    expect(object(bomb).problems).toEqual([expect.stringMatching(/^object {2}a(\.a)*\.b: this repeats more than 100,000 values/)]);
  });
});
