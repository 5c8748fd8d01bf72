import { CodeInterpreterArtifact } from 'agentcore-code-interpreter-langgraph/core';
import { expect, test } from 'vitest';
import { FACTS_KEY, failedResult, toolResult } from '../src/tool-result.js';

const EMPTY: CodeInterpreterArtifact = { files: [], images: [], entries: [] };
const ENTRIES = [{ path: 'a.txt', name: 'a.txt', kind: 'file' }] as const;

const resultOf = (artifact: Partial<CodeInterpreterArtifact>): ReturnType<typeof toolResult> => {
  return toolResult({ text: 'said', isError: false, artifact: { ...EMPTY, ...artifact } }, 10);
};

test('the text comes first, whatever else there is', () => {
  expect(resultOf({ images: [{ mimeType: 'image/png', bytes: new Uint8Array(1) }] }).content).toEqual([
    { type: 'text', text: 'said' }, { type: 'image', mimeType: 'image/png', data: 'AA==' },
  ]);
});

test('what is not attached is told below the text', () => {
  const { content } = resultOf({ images: [{ mimeType: 'image/png', bytes: new Uint8Array(11) }] });
  expect(content).toEqual([{ type: 'text', text: expect.stringMatching(/^said\n\[an image .* is not attached/) as string }]);
});

test('small facts are there for programs, zero and false too; output is not there twice', () => {
  const result = resultOf({ sessionId: 'S', exitCode: 0, sessionReplaced: false, executionTimeSeconds: 0.5, stdout: 'said', stderr: '' });
  expect(result._meta).toEqual({ [FACTS_KEY]: { sessionId: 'S', exitCode: 0, sessionReplaced: false, executionTimeSeconds: 0.5 } });
});

test('a listing is among them as long as the text has all of it', () => {
  expect(resultOf({ entries: ENTRIES })._meta).toEqual({ [FACTS_KEY]: { entries: ENTRIES } });
  expect(resultOf({ entries: ENTRIES, truncatedCharacters: 1 })._meta).toEqual({ [FACTS_KEY]: { truncatedCharacters: 1 } });
});

test('an error of the tool is one of the result', () => {
  expect(toolResult({ text: 'no', isError: true, artifact: EMPTY }, 0)).toMatchObject({ isError: true });
  expect(failedResult('no')).toEqual({ content: [{ type: 'text', text: 'no' }], isError: true });
});
