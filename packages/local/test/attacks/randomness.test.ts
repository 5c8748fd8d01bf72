import { expect, test } from 'vitest';
import { AttackedService } from './attacked-service.js';

test('reseeded random numbers: no two sessions draw the same', async () => {
  // As in use: sessions are forks of a process that has imported numpy, where there is one.
  const under = await AttackedService.start({ preload: undefined, python: undefined });
  const draw = `import random, uuid, secrets, os, tempfile
print(random.random(), uuid.uuid4(), uuid.uuid1().clock_seq, secrets.token_hex(8), os.urandom(8).hex(), tempfile.mktemp())
`
    + 'try:\n    import numpy\n    print(numpy.random.rand(), numpy.random.default_rng().random())\nexcept ImportError: pass';
  const drawn = await Promise.all([under.attacker.python(draw), under.neighbour.python(draw)]);
  const [one, other] = drawn.map(({ stdout }) => stdout.split(/\s+/));
  expect(one?.length).toBeGreaterThanOrEqual(6);
  expect(one?.filter((value, index) => value === other?.[index])).toEqual([]);
  await under.close();
});
