import { expect, test } from 'vitest';
import { scopeOf } from '../../src/sessions/session-key.js';

test.each([
  ['', ''],
  ['tools:abc', ''],
  ['sub-a:1|tools:xyz', 'sub-a:1'],
  ['a:1|b:2|tools:xyz', 'a:1|b:2'],
  ['|tools:xyz', ''],
  ['sub-a:1|', 'sub-a:1'],
])('of the namespace %j, the scope is %j', (namespace, scope) => {
  expect(scopeOf(namespace)).toBe(scope);
});
