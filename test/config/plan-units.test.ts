import { Units } from '../../src/config/plan/units';

const ORIGIN = { at: { file: 'x.yml', line: 1, column: 1 }, path: [] };

function unitsOf(needs: Record<string, string[]>): Units {
  const units = new Units();
  for (const [key, needed] of Object.entries(needs)) {
    const unit = units.add(key, ORIGIN);
    needed.forEach((each) => unit.needs.add(each));
  }
  return units;
}

function orderOf(needs: Record<string, string[]>): { order: string[]; circles: string[][] } {
  const circles: string[][] = [];
  const order = unitsOf(needs).inOrder((circle) => circles.push(circle.map(({ key }) => key))).map(({ key }) => key);
  return { order, circles };
}

describe('the order of units', () => {
  test('is that of the file where nothing is needed', () => {
    expect(orderOf({ b: [], a: [], c: [] })).toEqual({ order: ['b', 'a', 'c'], circles: [] });
  });

  test('puts what is needed first, and the rest where it was', () => {
    expect(orderOf({ agent: ['role', 'interpreter'], other: [], interpreter: ['role'], role: [] }).order)
      .toEqual(['role', 'interpreter', 'agent', 'other']);
  });

  test('ignores what is no unit', () => {
    expect(orderOf({ a: ['given'] })).toEqual({ order: ['a'], circles: [] });
  });

  test('takes a long chain', () => {
    const chain = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`u${index}`, [`u${index + 1}`]]));
    expect(orderOf({ ...chain, u50000: [] }).order[0]).toBe('u50000');
  });

  test('fails with each circle', () => {
    expect(orderOf({ a: ['b'], b: ['c'], c: ['b'], d: ['d'] }).circles).toEqual([['b', 'c'], ['d']]);
  });
});
