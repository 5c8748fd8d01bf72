import { VariableNames } from '../../src/config/plan/variable-names';

test.each([
  ['my-agent_1', 'Agent', 'myAgent1'],
  ['Analyzer', 'CodeInterpreter', 'analyzer'],
  ['HTTPAgent', 'Agent', 'httpAgent'],
  ['URL', 'Agent', 'url'],
  ['1st', 'Agent', 'agent1st'],
  ['class', 'Agent', 'classAgent'],
  ['lambda', 'Agent', 'lambdaAgent'],
  ['Subnet subnet-1', 'Subnet', 'subnetSubnet1'],
  ['--', 'Policy', 'policy'],
])('%s of a %s is %s', (name, suffix, expected) => {
  expect(new VariableNames().take(name, suffix)).toBe(expected);
});

test('a name that is taken gets the suffix, and then numbers', () => {
  const names = new VariableNames();
  expect(['x', 'x', 'x', 'x'].map((name) => names.take(name, 'Agent'))).toEqual(['x', 'xAgent', 'xAgent2', 'xAgent3']);
});

test('names that Python would spell alike are one name', () => {
  const names = new VariableNames();
  expect(['fooBar', 'foo_bar', 'foobar'].map((name) => names.take(name, 'Agent'))).toEqual(['fooBar', 'fooBarAgent', 'foobarAgent2']);
});
