import { App, Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { runs, validConfig } from './fixtures/arbitraries';
import { frontStack, SEED } from './fixtures/helpers';
import { mutated } from './fixtures/mutations';
import { AgentsFromConfig, ConfigNames } from '../../src';

jest.setTimeout(900_000);

/** What JavaScript says, and nobody meant to say. */
const ACCIDENT = /Cannot \w+ |is not a function|not iterable|\[object |got: undefined|call stack/;

/** Synthesizes, or fails as a configuration does that has problems: located, and with nothing left behind. */
function synthesizesOrSays(read: (stack: Stack) => AgentsFromConfig): void {
  const stack = frontStack();
  try {
    read(stack);
  } catch (error) {
    const { message } = error as Error;
    const [, count, problems] = /^InvalidConfig: (\d+) problems? found, nothing was defined\n(.*)\n \[at Stack\/Config\]$/s.exec(message) ?? [];
    const located = (problems ?? '').split('\n').filter((line) => /^(object|\S.*:\d+:\d+)( {2}\S.*)?$/.test(line)).length;
    if (problems === undefined || located === 0 || located < Number(count) || ACCIDENT.test(problems)) { throw error; }
    if (stack.node.children.length > 0) { throw new Error(`left behind: ${stack.node.children.map(({ node }) => node.id).join(', ')}`); }
    return;
  }
  try {
    (stack.node.root as App).synth();
  } catch (error) {
    // AWS's validator knows more than a configuration can be checked for: the attributes of each type of resource, for example.
    if (!/\(CloudFormation Validate\)/.test((error as Error).message)) { throw error; }
  }
}

test('an object with wrong parts synthesizes all the same, or yields located problems and nothing else', () => {
  fc.assert(fc.property(mutated(validConfig), fc.constantFrom(...Object.values(ConfigNames)), fc.boolean(), (config, names, strict) => {
    synthesizesOrSays((stack) => AgentsFromConfig.fromObject(stack, 'Config', config, { directory: SEED, names, strict }));
  }), runs(120));
  expect(({} as any).polluted).toBeUndefined();
});

const WORDS = [
  'agents:', 'ai:', 'codeInterpreters:', 'analyzer:', 'network:', 'mode: VPC', '\n', '\n  ', '\n    ', '\t', '- ', '{', '}', '[', ']', ': ', ', ',
  '&a ', '*a', '<<: ', '!Ref ', '!GetAtt ', '!Sub ', '!unknown ', '${self:', '${file(', '${', ')', '"', "'", '|', '>', '#', '%YAML 1.2\n---\n',
  '---\n', '...\n', '? ', '~', 'null', '\ufeff', '\r\n', '\u0000', 'x', '1e3', '0x1F', '2001-01-01', '__proto__: ',
];
const soup = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.tuple(validConfig, fc.nat(), fc.constantFrom(...WORDS)).map(([config, at, word]) => {
    const text = JSON.stringify(config, undefined, 2);
    const position = at % text.length;
    return text.slice(0, position) + word + text.slice(position);
  }),
);

test('any text synthesizes, or yields located problems and nothing else', () => {
  fc.assert(fc.property(soup, (text) => {
    synthesizesOrSays((stack) => AgentsFromConfig.fromYaml(stack, 'Config', text, { directory: SEED }));
  }), runs(150));
});
