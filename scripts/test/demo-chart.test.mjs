import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { chartProblem } from '../lib/demo-chart.mjs';
import { readPng } from '../lib/demo-png.mjs';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Pixels are RGB; each line comes with the number of its filter. */
function pngOf({ width, height, lines, bits = 8 }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, 2, 0, 0, 0], 8);
  const chunk = (type, data) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  };
  const pixels = deflateSync(Buffer.from(lines.flat()));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

/** Stripes of some colours. */
function stripes({ width, height, colors }) {
  const line = (row) => [0, ...Array.from({ length: width }, () => [row % colors, 7, 9]).flat()];
  return pngOf({ width, height, lines: Array.from({ length: height }, (_, row) => line(row)) });
}

function filesOf(png) {
  return [{ path: 'chart.png', mimeType: 'image/png', base64: png.toString('base64') }];
}

describe('a PNG picture', () => {
  it('is read with all five filters', () => {
    // Each line is 10 20 30, 10 20 30, told in another way.
    const lines = [
      [0, 10, 20, 30, 10, 20, 30],
      [1, 10, 20, 30, 0, 0, 0],
      [2, 0, 0, 0, 0, 0, 0],
      [3, 5, 10, 15, 0, 0, 0],
      [4, 0, 0, 0, 0, 0, 0],
    ];
    assert.deepEqual(readPng(pngOf({ width: 2, height: 5, lines })), { width: 2, height: 5, colors: 1 });
  });

  it('fails when it is something else, is cut off, or has a filter or a depth that is not known', () => {
    assert.throws(() => readPng(Buffer.from('<svg></svg>')), /^Error: no PNG: it begins with 3c7376673e3c2f73$/);
    assert.throws(() => readPng(stripes({ width: 2, height: 2, colors: 2 }).subarray(0, -14)), /^Error: the PNG is cut off$/);
    assert.throws(() => readPng(pngOf({ width: 1, height: 2, lines: [[0, 1, 2, 3]] })), /^Error: the PNG has too few pixels$/);
    assert.throws(() => readPng(pngOf({ width: 1, height: 1, lines: [[5, 1, 2, 3]] })), /^Error: the PNG has a filter that does not exist: 5$/);
    assert.throws(() => readPng(pngOf({ width: 1, height: 1, lines: [[0, 1, 2, 3]], bits: 16 })), /^Error: a PNG of another kind: 1 x 1, 16 bits/);
  });
});

describe('a chart', () => {
  it('has a size, and something drawn in it', () => {
    assert.equal(chartProblem(filesOf(stripes({ width: 200, height: 150, colors: 3 }))), undefined);
  });

  it('fails when it is too small, empty, or not there', () => {
    assert.equal(chartProblem(filesOf(stripes({ width: 199, height: 150, colors: 3 }))), 'it has only 199 x 150 pixels');
    assert.equal(chartProblem(filesOf(stripes({ width: 200, height: 149, colors: 3 }))), 'it has only 200 x 149 pixels');
    assert.equal(chartProblem(filesOf(stripes({ width: 200, height: 150, colors: 2 }))), 'it has only 2 colors, so nothing is drawn in it');
    assert.equal(chartProblem([]), 'none came back, but no file at all');
    assert.match(chartProblem(filesOf(Buffer.from('not a picture'))), /^no PNG: /);
  });
});
