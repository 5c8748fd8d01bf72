import { CodeInterpreterResult } from '@aws-sdk/client-bedrock-agentcore';
import { expect, test } from 'vitest';
import { CodeInterpreterArtifact } from '../../src/core.js';
import { mergedResult } from '../../src/output/merged-result.js';
import { resultArtifact } from '../../src/output/result-artifact.js';
import { LISTED, PRINTED } from '../recorded/results.js';

function artifactOf(...results: readonly object[]): CodeInterpreterArtifact {
  return resultArtifact(mergedResult(results as readonly CodeInterpreterResult[]));
}

test('output, exit code and time are members', () => {
  expect(artifactOf(PRINTED)).toEqual({
    stdout: PRINTED.structuredContent.stdout,
    stderr: '',
    exitCode: 0,
    executionTimeSeconds: 0.01616668701171875,
    files: [],
    images: [],
    entries: [],
  });
});

test('what the service did not answer is not there', () => {
  expect(Object.keys(artifactOf({ content: [] }))).toEqual(['files', 'images', 'entries']);
});

test('entries say what they are', () => {
  expect(artifactOf(LISTED).entries).toEqual([
    { path: 'log', name: 'log', kind: 'directory' },
    { path: 'data.csv', name: 'data.csv', kind: 'file', mimeType: 'text/csv' },
    { path: 'stats.py', name: 'stats.py', kind: 'file', mimeType: 'text/x-python' },
    { path: '.ipython', name: '.ipython', kind: 'directory' },
  ]);
});

test('an entry of a directory below has its whole path, and its size', () => {
  expect(artifactOf({ content: [{ type: 'resource_link', uri: 'file:///sub/x.bin', description: 'File', size: 7 }] }).entries)
    .toEqual([{ path: 'sub/x.bin', name: 'x.bin', kind: 'file', sizeBytes: 7 }]);
});

test('files have text or bytes, and images are among the images too', () => {
  const { files, images } = artifactOf({
    content: [
      { type: 'resource', resource: { type: 'text', uri: 'file:///a.csv', mimeType: 'text/csv', text: 'a' } },
      { type: 'resource', resource: { type: 'blob', uri: 'file:///out/plot.png', mimeType: 'image/png', blob: Buffer.from([1, 2]) } },
      { type: 'resource', resource: { type: 'text', uri: 'file:///plot.svg', mimeType: 'image/svg+xml', text: '<svg/>' } },
      { type: 'resource', resource: { type: 'blob', uri: 'file:///x', mimeType: 'application/octet-stream', blob: Buffer.from([3]) } },
    ],
  });

  expect(files).toEqual([
    { path: 'a.csv', mimeType: 'text/csv', text: 'a' },
    { path: 'out/plot.png', mimeType: 'image/png', bytes: new Uint8Array([1, 2]) },
    { path: 'plot.svg', mimeType: 'image/svg+xml', text: '<svg/>' },
    { path: 'x', mimeType: 'application/octet-stream', bytes: new Uint8Array([3]) },
  ]);
  expect(images).toEqual([
    { mimeType: 'image/png', bytes: new Uint8Array([1, 2]), path: 'out/plot.png' },
    { mimeType: 'image/svg+xml', bytes: new TextEncoder().encode('<svg/>'), path: 'plot.svg' },
  ]);
});

test('an empty text file is there, with an empty text', () => {
  expect(artifactOf({ content: [{ type: 'resource', resource: { type: 'text', uri: 'file:///e', text: '' } }] }).files)
    .toEqual([{ path: 'e', text: '' }]);
});

test('bytes are plain bytes, no Buffer', () => {
  const { images } = artifactOf({ content: [{ type: 'image', mimeType: 'image/png', data: Buffer.from([1]) }] });
  expect(images).toEqual([{ mimeType: 'image/png', bytes: new Uint8Array([1]) }]);
  expect(Buffer.isBuffer(images[0]?.bytes)).toBe(false);
});

test('the output of several results is joined, and of the rest the last word counts', () => {
  expect(artifactOf(
    { content: [], structuredContent: { stdout: 'a', stderr: 'x', exitCode: 0, taskStatus: 'working' } },
    { content: [], structuredContent: { stdout: 'b', exitCode: 2 } },
  )).toMatchObject({ stdout: 'ab', stderr: 'x', exitCode: 2, taskStatus: 'working' });
});
