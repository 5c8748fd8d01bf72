import { CfnParameter, Stack, Token } from 'aws-cdk-lib/core';
import { Environment } from '../../src/private/environment';
import { messageOf, testStack } from '../helpers';

function environmentIn(stack: Stack, count = 0): Environment {
  const environment = new Environment(stack);
  for (let i = 0; i < count; i++) { environment.add(`V${i}`, '', 'environment'); }
  return environment;
}
const errorFor = (name: any, value: any) => messageOf(() => environmentIn(testStack()).add(name, value, 'environment'));

test.each(['A', '_', 'a_1', 'A'.repeat(200), 'constructor', 'toString', 'hasOwnProperty'])('a name may be %s', (name) => {
  const environment = environmentIn(testStack());
  environment.add(name, 'x', 'environment');
  expect(Object.entries(environment.variables)).toEqual([[name, 'x']]);
  expect(messageOf(() => environment.add(name, 'y', 'browser')))
    .toBe(`EnvironmentVariableClash: environment variable ${name} is set by environment and by browser; give one of them another name [at Stack]`);
});

test.each(['', '1A', 'A-B', 'A B', 'Ä', 'A=B', 'A\n'])('fails with the name %j', (name) => {
  expect(errorFor(name, 'x')).toBe('InvalidEnvironmentVariableName: the name of an environment variable must be letters, digits and underscores,'
    + ` not starting with a digit, got: ${JSON.stringify(name)}; change it [at Stack]`);
});

test('fails with a name that is known at deployment only, because a template has no place for it', () => {
  expect(errorFor(Token.asString({ Ref: 'Name' }), 'x')).toContain('InvalidEnvironmentVariableName: ');
});

test.each(['', ' ', 'x'.repeat(2048)])('a value may have 0 to 2048 characters', (value) => {
  const environment = environmentIn(testStack());
  environment.add('A', value, 'environment');
  expect(environment.variables).toEqual({ A: value });
});

test('a value may be a token', () => {
  const stack = testStack();
  const environment = environmentIn(stack);
  environment.add('A', new CfnParameter(stack, 'Value').valueAsString, 'environment');
  environment.add('B', `${'x'.repeat(2048)}${stack.stackId}`, 'environment');
  expect(stack.resolve(environment.variables.A)).toEqual({ Ref: 'Value' });
});

test('fails with a value of 2049 characters', () => {
  expect(errorFor('A', 'x'.repeat(2049))).toBe('InvalidEnvironmentVariableValue: the value of environment variable A must have at most 2048 characters,'
    + ' got: 2049; put it into a parameter or a file, and pass where it is [at Stack]');
});

test.each([[undefined, 'undefined'], [null, 'null'], [1, '1']])('fails with a value that is no text, %p', (value, got) => {
  expect(errorFor('A', value)).toBe(
    `InvalidEnvironmentVariableValue: the value of environment variable A must be a text, got: ${got}; give one, or leave the variable out [at Stack]`);
});

test('there are at most 50', () => {
  const environment = environmentIn(testStack(), 50);
  expect(Object.keys(environment.variables)).toHaveLength(50);
  expect(messageOf(() => environment.add('V50', '', 'browser'))).toBe('TooManyEnvironmentVariables: an agent has at most 50 environment variables,'
    + ' those of its tools included, got one more: V50; remove some [at Stack]');
  expect(messageOf(() => environment.add('V49', '', 'browser'))).toContain('EnvironmentVariableClash: ');
});
