import { expect, test } from 'vitest';
import { call, INTERPRETER, SESSION } from './events.js';
import { excerpt } from '../../src/watch/excerpt.js';
import { History } from '../../src/watch/history.js';
import { JsonLog } from '../../src/watch/json-log.js';
import { observeTogether } from '../../src/watch/observers.js';
import { TextLog } from '../../src/watch/text-log.js';

const ESCAPES = '\u001b]0;taken\u0007\u001b[2J\r\u0008\u009b31m\u202Eevil';

function textLines(log: (write: (line: string) => void) => void): string[] {
  const lines: string[] = [];
  log((line) => lines.push(line));
  return lines;
}

/** What a terminal would obey, but for the end of a line. */
const OBEYED = /[^\P{Cc}\n]|[\u202A-\u202E]/u;

test('text: a line for each call', () => {
  const lines = textLines((write) => new TextLog(write, false).onCall(call({ input: { code: 'secret()' }, output: { stdout: 'x', stderr: '', exitCode: 0 } })));
  expect(lines).toEqual([`10:20:30.456  executeCode                  ${INTERPRETER}  00000001  200 ok  12.3 ms`]);
});

test('text: what went wrong', () => {
  const lines = textLines((write) => {
    const log = new TextLog(write, false);
    log.onCall(call({ httpStatus: 404, isError: undefined, error: { name: 'ResourceNotFoundException', message: 'no such session' } }));
    log.onCall(call({ isError: true, output: { stdout: '', stderr: '', exitCode: 2 } }));
    log.onSession({ at: new Date(0), codeInterpreterId: INTERPRETER, sessionId: SESSION, change: 'expired' });
    log.onSession({ at: new Date(0), codeInterpreterId: INTERPRETER, sessionId: SESSION, change: 'started' });
  });
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('404');
  expect(lines[1]).toBe('  ResourceNotFoundException: no such session');
  expect(lines[2]).toContain('error, exit code 2');
  expect(lines[3]).toContain('session expired');
});

test('text, verbose: code and output, of which nothing drives the terminal', () => {
  const lines = textLines((write) => new TextLog(write, true).onCall(call({
    tool: ESCAPES,
    codeInterpreterId: ESCAPES,
    sessionId: ESCAPES,
    error: { name: 'E', message: ESCAPES },
    input: { code: `a\n${ESCAPES}`, [ESCAPES]: [ESCAPES] },
    output: { stdout: ESCAPES, stderr: 'é 日本 🎉', exitCode: 0 },
  })));
  for (const line of lines) { expect(line).not.toMatch(OBEYED); }
  expect(lines).toContain('  code | a');
  expect(lines).toContain('  stderr | é 日本 🎉');
  expect(lines.join('\n')).toContain('\\x1b]0;taken\\x07');
});

test('text, verbose: no longer than a terminal can take', () => {
  const lines = textLines((write) => new TextLog(write, true).onCall(call({
    input: { code: 'x'.repeat(4000), content: [{ path: 'a', text: 'y'.repeat(1_000_000) }] }, output: { stdout: 'z'.repeat(4001), stderr: '', exitCode: 0 },
  })));
  expect(lines.find((line) => line.startsWith('  code'))).toBe(`  code | ${'x'.repeat(4000)}`);
  expect(lines).toContain('  stdout | … 1 characters more');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(4100);
});

test('json: an object for each call and session; code and output only when verbose', () => {
  const event = call({ input: { code: ESCAPES, big: 'x'.repeat(5000) }, output: { stdout: ESCAPES, stderr: '', exitCode: 0 } });
  for (const verbose of [false, true]) {
    const lines = textLines((write) => {
      const log = new JsonLog(write, verbose);
      log.onCall(event);
      log.onSession({ at: new Date(0), codeInterpreterId: INTERPRETER, sessionId: SESSION, change: 'stopped' });
    });
    const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({ type: 'call', at: '2026-11-25T10:20:30.456Z', tool: 'executeCode', sessionId: SESSION, milliseconds: 12.34 });
    expect(second).toMatchObject({ type: 'session', change: 'stopped' });
    expect(first?.input).toEqual(verbose ? { code: ESCAPES, big: `${'x'.repeat(4000)}… 1000 characters more` } : undefined);
    for (const line of lines) { expect(line).not.toMatch(OBEYED); }
  }
});

test('excerpts: both sides of the limit', () => {
  expect(excerpt('abc', 3)).toEqual({ text: 'abc', more: 0 });
  expect(excerpt('abcd', 3)).toEqual({ text: 'abc', more: 1 });
  expect(excerpt('😀😀', 3).text).toHaveLength(3);
  expect(excerpt(undefined, 3)).toEqual({ text: '', more: 0 });
});

test('the history does not grow', () => {
  const history = new History();
  const input = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, 'v'.repeat(10_000)]));
  for (let index = 0; index < 501; index++) { history.onCall(call({ input })); }
  expect(history.calls).toHaveLength(500);
  expect(history.calls[0]?.number).toBe(2);
  expect(JSON.stringify(history.calls[0]).length).toBeLessThan(60_000);
});

test('an observer that throws harms nobody else', () => {
  const seen: string[] = [];
  const together = observeTogether([{ onCall: () => { throw new Error('no'); } }, { onCall: () => seen.push('call') }, {}], (message) => seen.push(message));
  together.onCall(call());
  together.onSession({ at: new Date(), codeInterpreterId: INTERPRETER, sessionId: SESSION, change: 'died' });
  expect(seen).toEqual(['an observer threw: no', 'call']);
});

test('excerpts: long lists and what is deep in them are not looked into', () => {
  let read = 0;
  const file = { get path() { read += 1; return 'data.csv'; } };
  const { text, more } = excerpt({ content: Array.from({ length: 30_000 }, () => ({ files: [file, file] })) }, 1000);
  expect(text).toMatch(/^\{"content":\[\{"files":\[\{"path":"data\.csv"\}/);
  expect(text).toHaveLength(1000);
  expect(more).toBeGreaterThan(0);
  expect(read).toBeLessThan(300);
  expect(excerpt([1, 2, 3], 7)).toEqual({ text: '[1,2,3]', more: 0 });
  expect(excerpt([1, 2, 3], 6)).toEqual({ text: '[1,2,3', more: 1 });
});
