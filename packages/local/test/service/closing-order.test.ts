import { expect, test } from 'vitest';
import { ClosingOrder } from '../../src/service/closing-order.js';

test('latest first, once', async () => {
  const closed: string[] = [];
  const order = new ClosingOrder();
  for (const name of ['a', 'b', 'c']) { order.add(name, async () => { closed.push(name); }); }
  await Promise.all([order.close(), order.close()]);
  await order.close();
  expect(closed).toEqual(['c', 'b', 'a']);
});

test('goes on after a failure, and says them all', async () => {
  const closed: string[] = [];
  const order = new ClosingOrder();
  order.add('a', async () => { closed.push('a'); });
  order.add('b', () => Promise.reject(new Error('stuck')));
  await expect(order.close()).rejects.toThrow('b could not be closed: stuck');
  expect(closed).toEqual(['a']);
  const two = new ClosingOrder();
  for (const name of ['a', 'b']) { two.add(name, () => Promise.reject(new Error(`no ${name}`))); }
  await expect(two.close()).rejects.toThrow('b could not be closed: no b; a could not be closed: no a');
});
