import { expect, test } from 'vitest';
import { readAssembly } from '../../src/assembly/assembly.js';
import { ConfiguredInterpreter } from '../../src/config/config-file.js';
import { servedInterpreters } from '../../src/service/served-interpreters.js';
import { assemblyWith, interpreter } from '../assembly/written-assembly.js';

const unexpected = (message: string) => { throw new Error(message); };
const configured = (...settings: ConfiguredInterpreter[]) => servedInterpreters(undefined, settings, unexpected);

test('interpreters get a mode, and an id that stays', () => {
  const [first] = configured({ name: 'box' });
  expect(first).toMatchObject({ name: 'box', networkMode: 'SANDBOX' });
  expect(first?.id).toMatch(/^box-[a-z0-9]{10}$/);
  expect(configured({ name: 'other' }, { name: 'box' })[1]).toEqual(first);
  expect(configured({ name: 'box', id: 'mine-0123456789' })[0]?.id).toBe('mine-0123456789');
});

test('equal names of an assembly are told apart, and their ids stay', async () => {
  const name = 'b'.repeat(48);
  const same = interpreter({ Name: name });
  const assembly = await readAssembly(assemblyWith({ A: same, B: same, C: same }));
  const warnings: string[] = [];
  const served = servedInterpreters(assembly, [], (message) => warnings.push(message));
  expect(served.map((one) => one.name)).toEqual([name, `${'b'.repeat(46)}_2`, `${'b'.repeat(46)}_3`]);
  expect(served.map((one) => one.id)).toEqual(assembly.interpreters.map((one) => one.id));
  expect(warnings).toHaveLength(2);
});

test.each([
  [[{ name: 'box' }, { name: 'box' }], /box-\w{10} is there twice/],
  [[{ name: 'no-dash' }], /name "no-dash" is not allowed/],
  [[{ name: '' }], /name "" is not allowed/],
  [[{ name: 'b'.repeat(49) }], /is not allowed/],
  [[{ name: 'box', id: 'box-012345678' }], /id "box-012345678" is not allowed/],
])('%j is refused', (settings, message) => {
  expect(() => configured(...settings)).toThrow(message);
});
