import { CodeInterpreterResult } from '@aws-sdk/client-bedrock-agentcore';
import { expect, test } from 'vitest';
import { resultText } from '../../src/output/result-text.js';
import { LISTED, PRINTED, RAISED, WROTE } from '../recorded/results.js';

function textOf(...results: readonly object[]): string {
  return resultText(results as readonly CodeInterpreterResult[], '(no output)');
}

test('printed output is shown as it is', () => {
  expect(textOf(PRINTED)).toBe(PRINTED.structuredContent.stdout);
});

test('an exception is shown as it is, once, with its exit code', () => {
  expect(textOf(RAISED)).toBe(`${RAISED.structuredContent.stderr}\nexit code 1`);
});

test('what was written is shown as it is', () => {
  expect(textOf(WROTE)).toBe('Successfully wrote all 2 files');
});

test('a listing has a line for each entry, and a slash after directories', () => {
  expect(textOf(LISTED)).toBe('log/\ndata.csv\nstats.py\n.ipython/');
});

test('a listing shows sizes where the service says them', () => {
  expect(textOf({ content: [{ type: 'resource_link', uri: 'file:///sub/a.csv', name: 'a.csv', description: 'File', size: 12 }] }))
    .toBe('sub/a.csv (12 bytes)');
});

test('files are shown as langchain-aws shows them', () => {
  expect(textOf({
    content: [
      { type: 'resource', resource: { type: 'text', uri: 'file:///data.csv', mimeType: 'text/csv', text: 'a,b' } },
      { type: 'resource', resource: { type: 'blob', uri: 'file:///plot.png', mimeType: 'image/png', blob: new Uint8Array([1]) } },
      { type: 'resource', resource: { type: 'text', uri: 'file:///empty', text: '' } },
      { type: 'resource', resource: { type: 'text', uri: 'file:///neither' } },
    ],
  })).toBe('==== File: /data.csv ====\na,b\n\n==== Binary File: /plot.png ====\n\n==== File: /empty ====\n\n\n==== File: /neither ====\n');
});

test('an image is named with its type and size', () => {
  expect(textOf({ content: [{ type: 'image', mimeType: 'image/png', data: new Uint8Array(3) }] }))
    .toBe('==== Image: image/png, 3 bytes ====\n');
});

test('a block of a type that is not known is not passed over in silence', () => {
  expect(textOf({ content: [{ type: 'audio' }] })).toBe('[a block of type "audio", which this version does not know]');
});

test('nothing at all is said to be nothing', () => {
  expect(textOf()).toBe('(no output)');
  expect(textOf({ content: [] })).toBe('(no output)');
  expect(textOf({ content: [{ type: 'text', text: ' \n' }], structuredContent: { exitCode: 0 } })).toBe('(no output)');
});

test('an exit code of 0 is not mentioned, any other is', () => {
  expect(textOf({ content: [], structuredContent: { exitCode: 3 }, isError: true })).toBe('(no output)\nexit code 3');
  expect(textOf({ content: [], structuredContent: { exitCode: -1 } })).toBe('(no output)\nexit code -1');
});

test('what failed is shown with its stderr, also where the text does not have it', () => {
  expect(textOf({ content: [{ type: 'text', text: 'out' }], structuredContent: { stdout: 'out\n', stderr: 'bad\n', exitCode: 2 }, isError: true }))
    .toBe('out\nbad\n\nexit code 2');
});

test('warnings of what went well are left to the artifact', () => {
  expect(textOf({ content: [{ type: 'text', text: 'out' }], structuredContent: { stdout: 'out', stderr: 'warning', exitCode: 0 } })).toBe('out');
});

test('output that the text does not have is shown', () => {
  expect(textOf({ content: [], structuredContent: { stdout: 'out', exitCode: 0 } })).toBe('out');
});

test('task id and status are always in the text', () => {
  const submitted = { taskId: 't1', taskStatus: 'submitted' };
  expect(textOf({ content: [], structuredContent: submitted })).toBe('(no output)\ntask t1: submitted');
  expect(textOf({ content: [{ type: 'text', text: 'Command started' }], structuredContent: submitted })).toBe('Command started\ntask t1: submitted');
  expect(textOf({ content: [{ type: 'text', text: 'Task t1 submitted' }], structuredContent: submitted })).toBe('Task t1 submitted');
});

test('a task that failed is shown with its exit code and all of its output', () => {
  expect(textOf({
    content: [{ type: 'text', text: 'failed' }],
    structuredContent: { taskId: 't1', taskStatus: 'failed', stdout: 'step 1', stderr: 'no memory', exitCode: 9 },
  })).toBe('failed\nstep 1\nno memory\ntask t1: failed, exit code 9');
});

test('several results of one stream are one', () => {
  expect(textOf(
    { content: [{ type: 'text', text: 'first' }], structuredContent: { stdout: 'first' } },
    { content: [{ type: 'text', text: 'second' }], structuredContent: { stdout: 'second', exitCode: 4 }, isError: true },
  )).toBe('first\nsecond\nexit code 4');
});
