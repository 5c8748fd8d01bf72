import { describe, expect, test } from 'vitest';
import { LocalApi } from './local-api.js';

describe('arguments', () => {
  test.each([
    ['executeCode', { code: 'x' }, 'code and language fields are required in argument'],
    ['executeCode', { language: 'python' }, 'code and language fields are required in argument'],
    ['executeCode', undefined, 'code and language fields are required in argument'],
    ['executeCommand', {}, 'command field is required in argument'],
    ['executeCommand', { command: null }, 'command field is required in argument'],
    ['readFiles', { paths: [] }, 'paths field is required in argument'],
    ['writeFiles', {}, 'content field is required in argument'],
    ['removeFiles', {}, 'paths field is required in argument'],
    ['startCommandExecution', {}, 'command field is required in argument'],
    ['getTask', {}, 'taskId field is required in argument'],
    ['stopTask', {}, 'taskId field is required in argument'],
    [
      'executeCode',
      { code: 'x', language: 'ruby' },
      "'ruby' at 'arguments.language' failed to satisfy constraint: Member must satisfy enum value set: [python, javascript, typescript]",
    ],
    ['executeCode', { code: 'x', language: 'python', runtime: 'bun' }, "at 'arguments.runtime'"],
    ['executeCode', { code: 'x', language: 'python', runtime: 'deno' }, 'Runtime deno cannot run python. Use python'],
    ['executeCode', { code: 'x', language: 'javascript', runtime: 'python' }, 'Use deno or nodejs'],
    ['executeCode', { code: 5, language: 'python' }, "Value '5' at 'arguments.code'"],
    ['executeCode', { code: 'x', language: 'python', clearContext: 'yes' }, "at 'arguments.clearContext'"],
    ['readFiles', { paths: ['a', 1] }, "at 'arguments.paths.2.member'"],
    ['readFiles', { paths: 'a' }, "at 'arguments.paths'"],
    ['writeFiles', { content: [{ text: 'x' }] }, "Value null at 'arguments.content.1.member.path'"],
    ['writeFiles', { content: [{ path: 'a' }] }, 'neither text nor blob'],
    ['writeFiles', { content: [{ path: 'a', text: 'x', blob: 'eA==' }] }, 'both text and blob'],
    ['writeFiles', { content: [{ path: 'a', blob: 'e?==' }] }, 'is not base64'],
    ['writeFiles', { content: [{ path: 'a', blob: 'eA=' }] }, 'is not base64'],
    ['frobnicate', {}, "Value 'frobnicate' at 'name'"],
    ['constructor', {}, "at 'name'"],
  ])('%s with %j', async (name, given, message) => {
    const api = new LocalApi();
    const { status, json, headers } = await api.invoke(await api.start(), name, given);
    expect(status).toBe(400);
    expect(headers['x-amzn-errortype']).toBe('ValidationException');
    expect(json.reason).toBe('FieldValidationFailed');
    expect(json.message).toContain(message);
    expect(json.fieldList).toHaveLength(1);
    expect(api.sandbox.cells).toHaveLength(0);
    expect(api.sandbox.files.size).toBe(0);
  });

  test('unknown ones are dropped, and arguments may be left out', async () => {
    const api = new LocalApi();
    const id = await api.start();
    expect((await api.invoke(id, 'listFiles')).status).toBe(200);
    expect((await api.invoke(id, 'listFiles', { zzz: 1, __proto__: 2 })).status).toBe(200);
    expect(api.calls.at(-1)?.input).toEqual({});
  });
});
