import fc from 'fast-check';
import { WrittenRequest } from './http-requests.js';
import { spoilt } from './json-bodies.js';
import { CUSTOM } from './service-under-fuzz.js';
import { toolArguments, TOOLS } from './tool-arguments.js';
import { SYSTEM } from '../clients/service-for-clients.js';

const ARN = `arn:aws:bedrock-agentcore:us-east-1:123456789012:code-interpreter-custom/${CUSTOM}`;
const NAMES = ['name', 'name_2', 'n'.repeat(48), 'n'.repeat(49), '', '1', 'no-name', 'é', '__proto__'];
const TOKENS = ['t'.repeat(33), 't'.repeat(256), 't'.repeat(257), 'short', `${'t-'.repeat(20)}t`, '-'.repeat(40)];
const ODD: readonly unknown[] = [
  null, true, 0, -1, 1.5, 1e308, 2 ** 53, '', ' ', '\u0000', '\ud800', 'x'.repeat(5000), [], {}, [null], [[]], { a: 1 }, { length: 3 },
];

/** Mostly what the model allows, else anything. */
export function mostly(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: values }, { weight: 1, arbitrary: fc.constantFrom(...ODD) }, {
    weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }),
  });
}

function record(members: Readonly<Record<string, fc.Arbitrary<unknown>>>, required: readonly string[] = []): fc.Arbitrary<unknown> {
  const values: Record<string, fc.Arbitrary<unknown>> = { unknownMember: fc.constant(1) };
  for (const [name, value] of Object.entries(members)) { values[name] = mostly(value); }
  return fc.record(values, { requiredKeys: [...required] });
}

/** The session that requests may reach, and some that they cannot. */
export type Sessions = fc.Arbitrary<string>;

const identifiers = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(CUSTOM, ARN, SYSTEM) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.constantFrom('none-0000000000', `${ARN}/x`, 'arn:aws:s3:::x', '.', '..'), fc.string({ minLength: 1, maxLength: 60 }),
    ),
  },
).map(encodeURIComponent);
const interpreterIds = fc.constantFrom(CUSTOM, SYSTEM, 'none-0000000000', 'x', '%20');
const tags = fc.dictionary(
  fc.string({ unit: fc.constantFrom(...'ab /:=+-@._'), maxLength: 6 }),
  mostly(fc.string({ unit: fc.constantFrom(...'ab /'), maxLength: 6 })),
  { maxKeys: 60 },
);
const configuration = record({
  networkMode: fc.constantFrom('SANDBOX', 'PUBLIC', 'VPC', 'NONE'),
  vpcConfig: record({
    securityGroups: fc.array(fc.constantFrom('sg-12345678', 'sg-1')), subnets: fc.array(fc.constant('subnet-12345678'), { maxLength: 20 }),
  }),
}, ['networkMode']);
const certificates = fc.array(
  record({
    location: record({ secretsManager: record({ secretArn: fc.constant('arn:aws:secretsmanager:us-east-1:123456789012:secret:a') }) }),
  }),
  { maxLength: 3 },
);
const fileSystems = fc.array(
  record({ s3FilesConfiguration: record({ mountPath: fc.constantFrom('/mnt/a', '/mnt/../etc') }), efsConfiguration: record({}) }),
  { maxLength: 3 },
);
const clientToken = fc.constantFrom(...TOKENS);
const page = { maxResults: fc.integer({ min: -1, max: 101 }), nextToken: fc.string({ maxLength: 20 }) };

/** A request of each operation. Sessions end soon, and interpreters that are created are of no further use. */
export function operationRequests(sessions: Sessions): fc.Arbitrary<WrittenRequest> {
  const query = (name: string, values: fc.Arbitrary<string>) => values.map((value) => `?${name}=${encodeURIComponent(value)}`);
  const none = fc.constant(undefined);
  const listings = fc.oneof(
    query('maxResults', fc.constantFrom('1', '100', '0', 'x')),
    query('type', fc.constantFrom('SYSTEM', 'CUSTOM', 'x')),
    query('nextToken', fc.string()),
  );
  const session = fc.tuple(identifiers, query('sessionId', sessions));
  const arn = fc.constantFrom(ARN, `${ARN}0`, 'arn', SYSTEM).map(encodeURIComponent);
  return fc.oneof(
    request('PUT', identifiers.map((id) => `/code-interpreters/${id}/sessions/start`), record({
      name: fc.string({ maxLength: 110 }),
      sessionTimeoutSeconds: fc.constantFrom(1, 1, 2, 0, 28_801),
      certificates,
      filesystemConfigurations: fileSystems,
      clientToken,
    }, ['sessionTimeoutSeconds'])),
    request('GET', session.map(([id, asked]) => `/code-interpreters/${id}/sessions/get${asked}`), none),
    request(
      'POST',
      identifiers.map((id) => `/code-interpreters/${id}/sessions/list`),
      record({ ...page, status: fc.constantFrom('READY', 'TERMINATED', 'x') }),
    ),
    request(
      'PUT',
      fc.tuple(identifiers, query('sessionId', fc.constantFrom('0', '', 'x y'))).map(
        ([id, asked]) => `/code-interpreters/${id}/sessions/stop${asked}`,
      ),
      record({ clientToken }),
    ),
    request('PUT', fc.constant('/code-interpreters'), record({
      name: fc.constantFrom(...NAMES),
      networkConfiguration: configuration,
      description: fc.string({ maxLength: 5000 }),
      tags,
      clientToken,
      certificates,
      executionRoleArn: fc.constantFrom('arn:aws:iam::123456789012:role/x', 'x'),
      filesystemConfigurations: fileSystems,
    }, ['name', 'networkConfiguration'])),
    request('GET', interpreterIds.map((id) => `/code-interpreters/${id}`), none),
    request('POST', listings.map((asked) => `/code-interpreters${asked}`), none),
    request(
      'DELETE',
      fc.tuple(
        fc.constantFrom('none-0000000000', SYSTEM, 'x'), query('clientToken', clientToken),
      ).map(([id, asked]) => `/code-interpreters/${id}${asked}`),
      none,
    ),
    request('POST', arn.map((id) => `/tags/${id}`), record({ tags }, ['tags'])),
    request('GET', arn.map((id) => `/tags/${id}`), none),
    request(
      'DELETE',
      fc.tuple(
        arn, fc.array(query('tagKeys', fc.string({ maxLength: 5 })), { maxLength: 3 }),
      ).map(([id, keys]) => `/tags/${id}${keys.join('&').replaceAll('&?', '&')}`),
      none,
    ),
  );
}

/** Of InvokeCodeInterpreter, mostly with arguments of the tool. */
export function toolRequests(sessions: Sessions): fc.Arbitrary<WrittenRequest> {
  const bodies = fc.constantFrom(...TOOLS).chain((name) => record(
    { name: fc.constant(name), arguments: record(toolArguments(name), Object.keys(toolArguments(name))) }, ['name', 'arguments'],
  ));
  return fc.tuple(request('POST', fc.constant(`/code-interpreters/${CUSTOM}/tools/invoke`), bodies), sessions)
    .map(([written, session]) => ({ ...written, headers: [...written.headers, ['x-amzn-code-interpreter-session-id', session] as const] }));
}

function request(method: string, targets: fc.Arbitrary<string>, bodies: fc.Arbitrary<unknown>): fc.Arbitrary<WrittenRequest> {
  return fc.tuple(targets, spoilt(bodies)).map(([target, body]) => ({
    method, target, body, headers: [['host', 'localhost'], ['content-type', 'application/json']],
  }));
}
