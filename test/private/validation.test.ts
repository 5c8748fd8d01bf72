import { App, CfnParameter, Lazy, Stack } from 'aws-cdk-lib/core';
import { validateLength, validateName, validateTags } from '../../src/private/validation';
import { messageOf } from '../helpers';

const scope = new Stack(new App(), 'Stack');
const token = new CfnParameter(scope, 'Parameter').valueAsString;

describe('names', () => {
  test.each(['a', 'Z', 'a0_Z', 'a'.repeat(48), token, `prefix-${token}`])('pass: %s', (name) => {
    expect(() => validateName(scope, 'browserName', name)).not.toThrow();
  });

  test.each(['', '0a', '_a', 'a-b', 'a.b', 'a b', 'ä', 'a'.repeat(49), 'a\n'])('fail: %j', (name) => {
    expect(messageOf(() => validateName(scope, 'browserName', name))).toBe(
      'InvalidBrowserName: browserName must start with a letter and have' +
        ` at most 48 letters, digits and underscores, got: ${JSON.stringify(name)}; change it, or leave it out to have a valid name generated [at Stack]`,
    );
  });
});

describe('lengths', () => {
  test.each([undefined, 'x', 'x'.repeat(10), token])('pass: %s', (value) => {
    expect(() => validateLength(scope, 'note', value, 10)).not.toThrow();
  });

  test('fail where there is nothing', () => {
    expect(messageOf(() => validateLength(scope, 'note', '', 10))).toBe(
      'InvalidNote: note must have 1 to 10 characters, got 0: ""; leave it out to have none [at Stack]',
    );
  });

  test('fail where there is too much', () => {
    expect(messageOf(() => validateLength(scope, 'note', 'x'.repeat(11), 10))).toBe(
      'InvalidNote: note must have 1 to 10 characters, got 11: "xxxxxxxxxxx"; shorten it [at Stack]',
    );
  });
});

describe('tags', () => {
  test.each<[string, { [key: string]: string } | undefined]>([
    ['none', undefined],
    ['an empty map', {}],
    ['an empty value', { key: '' }],
    ['spaces of all kinds', { 'a b\t': ' ' }],
    ['a token as value, however long', { key: token }],
    ['a token as key', { [Lazy.string({ produce: () => '' })]: 'value' }],
    ['a text with a token in it, whose characters are not known', { key: `${token}*` }],
  ])('pass: %s', (_, tags) => {
    expect(() => validateTags(scope, tags)).not.toThrow();
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a number', 1],
    ['a list', ['a']],
    ['a boolean', true],
    ['nothing', undefined],
  ])('fail for a value that is %s, as languages without types permit', (_, value) => {
    expect(messageOf(() => validateTags(scope, { key: value as string }))).toMatch(
      /^InvalidTag: the value of tag "key" must have 0 to 256 .* \[at Stack\]$/,
    );
  });

  test.each(['*', ',', '!', '#', 'ä', '"', '<', '(', '💻'])('fail for the character %s', (character) => {
    expect(() => validateTags(scope, { [character]: 'x' })).toThrow('InvalidTag: tag key');
    expect(() => validateTags(scope, { x: character })).toThrow('InvalidTag: the value of tag "x"');
  });
});
