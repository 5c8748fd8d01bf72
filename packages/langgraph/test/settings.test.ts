import { describe, expect, test, vi } from 'vitest';
import { CodeInterpreterOptions, CodeInterpreterToolError } from '../src/core.js';
import { settingsOf } from '../src/settings.js';

describe('the code interpreter', () => {
  test('is that of the options', () => {
    expect(settingsOf({ codeInterpreterIdentifier: 'mine-abcdefghij' }, { CUSTOM_INTERPRETER_ID: 'theirs' }).codeInterpreterIdentifier)
      .toBe('mine-abcdefghij');
  });

  test('else that of CUSTOM_INTERPRETER_ID', () => {
    expect(settingsOf({}, { CUSTOM_INTERPRETER_ID: 'theirs' }).codeInterpreterIdentifier).toBe('theirs');
  });

  test.each([{}, { CUSTOM_INTERPRETER_ID: '' }, { CUSTOM_INTERPRETER_ID: undefined }])('else the one that AWS manages: %j', (environment) => {
    expect(settingsOf({}, environment).codeInterpreterIdentifier).toBe('aws.codeinterpreter.v1');
  });
});

test('what is left out has a default', () => {
  expect(settingsOf({}, {})).toMatchObject({
    sessionTimeoutSeconds: 900, maxOutputCharacters: 50_000, maxAttempts: 5, toolNamePrefix: '', sessionName: undefined, idleTimeoutSeconds: undefined,
  });
});

const GOOD: readonly CodeInterpreterOptions[] = [
  { sessionTimeoutSeconds: 1 }, { sessionTimeoutSeconds: 28_800 }, { sessionName: 'x' }, { sessionName: 'x'.repeat(100) },
  { idleTimeoutSeconds: 0.1 }, { idleTimeoutSeconds: 28_800 }, { maxOutputCharacters: 1_000 }, { maxAttempts: 1 }, { maxAttempts: 100 },
  { toolNamePrefix: '' }, { toolNamePrefix: 'a' }, { toolNamePrefix: `a${'-'.repeat(40)}` },
];

test.each(GOOD)('takes %j', (options) => {
  expect(settingsOf(options, {})).toMatchObject(options);
});

const BAD: readonly (readonly [CodeInterpreterOptions, string])[] = [
  [{ sessionTimeoutSeconds: 0 }, 'sessionTimeoutSeconds must be a whole number from 1 to 28800, got: 0'],
  [{ sessionTimeoutSeconds: 28_801 }, 'sessionTimeoutSeconds must be a whole number from 1 to 28800, got: 28801'],
  [{ sessionTimeoutSeconds: 1.5 }, 'sessionTimeoutSeconds must be a whole number from 1 to 28800, got: 1.5'],
  [{ sessionTimeoutSeconds: NaN }, 'sessionTimeoutSeconds must be a whole number from 1 to 28800, got: NaN'],
  [{ sessionName: '' }, 'sessionName must be 1 to 100 characters long; leave it out for a name that is made up, got: ""'],
  [{ sessionName: 'x'.repeat(101) }, `leave it out for a name that is made up, got: "${'x'.repeat(101)}"`],
  [{ idleTimeoutSeconds: 0 }, 'idleTimeoutSeconds must be more than 0 and at most 28800; leave it out for no limit, got: 0'],
  [{ idleTimeoutSeconds: 28_801 }, 'idleTimeoutSeconds must be more than 0 and at most 28800; leave it out for no limit, got: 28801'],
  [{ maxOutputCharacters: 999 }, 'maxOutputCharacters must be a whole number, 1000 or more, got: 999'],
  [{ maxAttempts: 0 }, 'maxAttempts must be a whole number from 1 to 100, got: 0'],
  [{ maxAttempts: 101 }, 'maxAttempts must be a whole number from 1 to 100, got: 101'],
  [{ toolNamePrefix: 'ä' }, 'toolNamePrefix must be a letter, then at most 40 letters, digits, _ or -, such as analyzer_, got: "ä"'],
  [{ toolNamePrefix: `a${'-'.repeat(41)}` }, 'toolNamePrefix must be a letter, then at most 40'],
  [{ codeInterpreterIdentifier: '' }, 'codeInterpreterIdentifier must be an id or ARN; leave it out for that in CUSTOM_INTERPRETER_ID, else aws.codeinterpreter.v1, got: ""'],
];

test.each(BAD)('fails for %j', (options, message) => {
  const attempt = (): unknown => settingsOf(options, {});
  expect(attempt).toThrow(message);
  expect(attempt).toThrow(CodeInterpreterToolError);
  expect(attempt).toThrow(expect.objectContaining({ code: 'InvalidOptions' }));
});

test('warnings go to the console when nobody else wants them, or whoever wants them fails', () => {
  const console = vi.spyOn(globalThis.console, 'warn').mockReturnValue(undefined);

  settingsOf({}, {}).warn('first');
  settingsOf({ onWarning: () => { throw new Error('closed'); } }, {}).warn('second');

  expect(console.mock.calls).toEqual([['first'], ['onWarning failed (closed) at: second']]);
  console.mockRestore();
});
