import * as fc from 'fast-check';
import { RESOURCES, runs, validConfig } from './fixtures/arbitraries';
import { fromObject, fromText, idOf, templateOf } from './fixtures/helpers';
import { ConfigNames } from '../../src';

jest.setTimeout(900_000);

const keysOf = (map: object, except: string[] = []) => Object.keys(map).filter((key) => !except.includes(key)).sort();

test('synthesizes, and on the newest aws-cdk-lib passes its validator', () => {
  fc.assert(fc.property(validConfig, fc.constantFrom(...Object.values(ConfigNames)), (config, names) => {
    const front = fromObject(config, { names });
    const block = config.ai ?? config.agents;
    expect(keysOf(front.config.codeInterpreters)).toEqual(keysOf(block.codeInterpreters));
    expect(keysOf(front.config.browsers)).toEqual(keysOf(block.browsers));
    expect(keysOf(front.config.agents)).toEqual(config.ai ? keysOf(block.agents) : keysOf(block, ['codeInterpreters', 'browsers']));

    const { Resources = {} } = templateOf(front);
    for (const interpreter of Object.values(front.config.codeInterpreters)) {
      expect(Resources[idOf(front, interpreter)].Type).toBe('AWS::BedrockAgentCore::CodeInterpreterCustom');
    }
    for (const logicalId of Object.keys(RESOURCES.Resources)) { expect(Resources).toHaveProperty(logicalId); }
  }), runs(40));
});

test('means the same as a text and as an object, every time', () => {
  fc.assert(fc.property(validConfig, (config) => {
    expect(templateOf(fromText(JSON.stringify(config)))).toEqual(templateOf(fromObject(config)));
  }), runs(15));
});
