import { AIMessage, ToolMessage } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import { CodeInterpreterArtifact, codeInterpreterArtifactOf } from '../../src/index.js';
import { storableArtifact } from '../../src/langchain/storable-artifact.js';

const CHART = { path: 'chart.png', mimeType: 'image/png', bytes: new Uint8Array([0, 255, 1]) };
const DRAWING = { path: 'a.svg', mimeType: 'image/svg+xml', text: '<svg/>' };
const ARTIFACT: CodeInterpreterArtifact = {
  sessionId: 's',
  exitCode: 0,
  stdout: 'out',
  files: [{ path: 'a.csv', mimeType: 'text/csv', text: 'a' }, CHART, DRAWING],
  images: [
    { mimeType: 'image/jpeg', bytes: new Uint8Array([7]) }, CHART,
    { path: 'a.svg', mimeType: 'image/svg+xml', bytes: new TextEncoder().encode('<svg/>') },
  ],
  entries: [{ path: 'a.csv', name: 'a.csv', kind: 'file' }],
};

function message(artifact: unknown): ToolMessage {
  return new ToolMessage({ content: '', tool_call_id: '1', artifact });
}

test('an artifact is the same after JSON as before', () => {
  const stored: unknown = JSON.parse(JSON.stringify(storableArtifact(ARTIFACT)));
  expect(codeInterpreterArtifactOf(message(stored))).toEqual(ARTIFACT);
});

test('an artifact is the same after a copy of all its members as before', () => {
  expect(codeInterpreterArtifactOf(message(structuredClone(storableArtifact(ARTIFACT))))).toEqual(ARTIFACT);
});

test('before that, its bytes can be read as they are', () => {
  const artifact = storableArtifact(ARTIFACT);
  expect(artifact.images).toEqual(ARTIFACT.images);
  expect(artifact.files.map(({ bytes }) => bytes)).toEqual([undefined, CHART.bytes, undefined]);
  expect(codeInterpreterArtifactOf(message(artifact))).toEqual(ARTIFACT);
});

test('no bytes are stored twice, nor as numbers', () => {
  const bytes = new Uint8Array(30_000).fill(200);
  const file = { path: 'x.png', mimeType: 'image/png', bytes };
  const stored = JSON.stringify(storableArtifact({ files: [file], images: [file], entries: [] }));
  expect(stored.length).toBeLessThan(30_000 * 1.4);
});

test.each([undefined, null, 'x', {}, { files: [] }, { files: [], imageBlocks: [], entries: 3 }])('an artifact of another tool is none: %j', (artifact) => {
  expect(codeInterpreterArtifactOf(message(artifact))).toBeUndefined();
});

test('a message that is of no tool has none', () => {
  expect(codeInterpreterArtifactOf(new AIMessage('hi'))).toBeUndefined();
});
