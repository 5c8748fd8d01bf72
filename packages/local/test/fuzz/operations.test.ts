import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { checkShape } from './answer-shape.js';
import { exchange } from './exchange.js';
import { fuzz } from './fuzzing.js';
import { written, WrittenRequest } from './http-requests.js';
import { operationRequests, toolRequests } from './operation-requests.js';
import { ServiceUnderFuzz } from './service-under-fuzz.js';

const fuzzed = await ServiceUnderFuzz.start();
const { service: { port }, target } = fuzzed;
const sessions = fc.oneof({ weight: 12, arbitrary: fc.constant(target.id) }, {
  weight: 1, arbitrary: fc.constantFrom('0', '01K00Z3F8WZ9KBBW4QGRJCVBHH', 'x-y', ''),
});
const TIMEOUT = 60_000;

afterEach(() => fuzzed.expectUnharmed());

async function send(request: WrittenRequest): Promise<number> {
  const { answers: [answer, ...others] } = await exchange(port, [written(request)], { end: false });
  if (!answer || others.length > 0) { throw new Error(`${others.length} answers too many, or none`); }
  checkShape(answer);
  return answer.status;
}

test('operations with members right and wrong', async () => {
  const statuses = new Map<number, number>();
  await fuzz('operations', [operationRequests(sessions)], async (request) => {
    const status = await send(request);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  });
  // Else it would only show that everything is refused.
  for (const status of [200, 204, 400, 404]) { expect(statuses.get(status)).toBeGreaterThan(0); }
}, TIMEOUT);

test('tools with arguments right and wrong, some at a time in one session', async () => {
  let results = 0;
  await fuzz('tools', [fc.array(toolRequests(sessions), { minLength: 1, maxLength: 4 })], async (requests) => {
    for (const status of await Promise.all(requests.map(send))) { results += Number(status === 200); }
  });
  expect(results).toBeGreaterThan(0);
  expect(await target.text('executeCommand', { command: 'echo still here' })).toBe('still here');
}, TIMEOUT);
