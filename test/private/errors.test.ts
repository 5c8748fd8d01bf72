import { App, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { configurationError, shown } from '../../src/private/errors';

describe('an error', () => {
  test('tells code, message and path, in its text and apart', () => {
    const scope = new Construct(new Stack(new App(), 'Stack'), 'Thing');
    const error = configurationError(scope, 'InvalidThing', 'thing must be x, got: "y"; make it x');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'ConfigurationError',
      message: 'InvalidThing: thing must be x, got: "y"; make it x [at Stack/Thing]',
      code: 'InvalidThing',
      constructPath: 'Stack/Thing',
    });
    expect(String(error)).toBe('ConfigurationError: InvalidThing: thing must be x, got: "y"; make it x [at Stack/Thing]');
  });

  test.each([
    ['no construct', undefined],
    ['the app, which has no path', new App()],
  ])('says nothing of a place for %s', (_, scope) => {
    expect(configurationError(scope, 'InvalidThing', 'thing must be x').message).toBe('InvalidThing: thing must be x');
  });
});

describe('a received value', () => {
  test.each<[string, unknown, string]>([
    ['a text', 'x', '"x"'],
    ['a text with quotes and line breaks', 'a "b"\n', '"a \\"b\\"\\n"'],
    ['a number', 1, '1'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a list', ['a', 1], '["a",1]'],
    ['a structure', { a: 1 }, '{"a":1}'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['a text of 118 characters, 120 with quotes', 'x'.repeat(118), `"${'x'.repeat(118)}"`],
    ['a text of 119 characters, 121 with quotes', 'x'.repeat(119), `"${'x'.repeat(99)}… (121 characters)`],
  ])('is shown: %s', (_, value, text) => {
    expect(shown(value)).toBe(text);
  });
});
