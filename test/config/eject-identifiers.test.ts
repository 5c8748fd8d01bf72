// eslint-disable-next-line import/no-extraneous-dependencies -- what jsii-pacmak names things with
import { toSnakeCase } from 'codemaker';
import * as fc from 'fast-check';
import { camelCase, Identifiers, pascalCase, pythonName, snakeCase } from '../../src/config/eject/identifiers';

test('Python names are those that jsii makes', () => {
  const words = fc.constantFrom('a', 'b', 'Ab', 'ABC', 'URL', 'Arn', 'KiB', 'MiB', 'GiB', 'TiB', 's3', 'V2', '1', '12', '_', 'é', 'É');
  fc.assert(fc.property(fc.array(words, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')), (name) => {
    expect(snakeCase(name)).toBe(toSnakeCase(name));
  }), { numRuns: 2000 });
});

test.each([
  ['s3Location', 's3_location'], ['vpcSubnets', 'vpc_subnets'], ['usingJWT', 'using_jwt'], ['fromS3', 'from_s3'], ['iPv4CidrBlock', 'i_pv4_cidr_block'],
  ['lambda', 'lambda_'], ['from', 'from_'],
])('%s is %s in Python', (name, python) => {
  expect(pythonName(name)).toBe(python);
});

test.each([
  ['my-agent', 'myAgent', 'MyAgent'], ['my_agent', 'myAgent', 'MyAgent'], ['Agents', 'agents', 'Agents'], ['codeAgent', 'codeAgent', 'CodeAgent'],
  ['1st agent', 'n1stAgent', 'N1stAgent'], ['--', 'n', 'N'],
])('%s is %s or %s', (name, camel, pascal) => {
  expect([camelCase(name), pascalCase(name)]).toEqual([camel, pascal]);
});

test('names are claimed once', () => {
  const names = new Identifiers(['a'], ['b2']);
  expect(['a', 'a', 'b', 'b', 'c'].map((name) => names.claim(name))).toEqual(['a2', 'a3', 'b', 'b3', 'c']);
});
