import { expect, test } from 'vitest';
import { CodeInterpreterToolError } from '../../src/core.js';

test('an error is known as one, also one of another copy of the package', () => {
  const error = new CodeInterpreterToolError('Throttled', 'slow down');
  const ofAnotherCopy = Object.assign(new Error('slow down'), { [Symbol.for('agentcore-code-interpreter.tool-error')]: true });

  expect(CodeInterpreterToolError.isInstance(error)).toBe(true);
  expect(CodeInterpreterToolError.isInstance(ofAnotherCopy)).toBe(true);
});

test.each([new Error('x'), undefined, null, 'x', {}, { name: 'CodeInterpreterToolError' }])('anything else is not: %s', (other) => {
  expect(CodeInterpreterToolError.isInstance(other)).toBe(false);
});

test('it has a code, a cause, and the mark is not shown', () => {
  const cause = new Error('deeper');
  const error = new CodeInterpreterToolError('NoConnection', 'no', { cause });
  expect(error).toMatchObject({ name: 'CodeInterpreterToolError', code: 'NoConnection', message: 'no', cause });
  expect(Object.getOwnPropertySymbols({ ...error })).toEqual([]);
});
