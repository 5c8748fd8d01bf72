import { describe, expect, test } from 'vitest';
import { attachments } from '../src/attachments.js';

const bytes = Uint8Array.from([0, 255, 128]);
const base64 = 'AP+A';

test('an image that models look at is an image block, once, although it is a file too', () => {
  const images = [{ path: 'chart.png', mimeType: 'image/png', bytes }];
  const files = [{ path: 'chart.png', mimeType: 'image/png', bytes }];
  expect(attachments({ images, files }, 100)).toEqual({ blocks: [{ type: 'image', mimeType: 'image/png', data: base64 }], notes: [] });
});

test.each(['image/jpeg', 'image/gif', 'image/webp'])('%s is an image block', (mimeType) => {
  expect(attachments({ images: [{ mimeType, bytes }], files: [] }, 100).blocks).toEqual([{ type: 'image', mimeType, data: base64 }]);
});

test('an image of another kind is a resource, since clients refuse it as an image', () => {
  const images = [{ path: 'scan.tiff', mimeType: 'image/tiff', bytes }];
  expect(attachments({ images, files: [] }, 100).blocks).toEqual([
    { type: 'resource', resource: { uri: 'file:///scan.tiff', mimeType: 'image/tiff', blob: base64 } },
  ]);
});

test('any other binary file is a resource with its path as address', () => {
  const files = [{ path: 'a b/50%#?.bin', bytes }];
  expect(attachments({ images: [], files }, 100).blocks).toEqual([
    { type: 'resource', resource: { uri: 'file:///a%20b/50%25%23%3F.bin', mimeType: 'application/octet-stream', blob: base64 } },
  ]);
});

test('only the bytes of a view are sent, not those around it', () => {
  const view = new Uint8Array(Uint8Array.from([9, 9, 0, 255, 128, 9]).buffer, 2, 3);
  expect(attachments({ images: [{ mimeType: 'image/png', bytes: view }], files: [] }, 100).blocks).toMatchObject([{ data: base64 }]);
});

test('a text file is not attached: the text has it', () => {
  expect(attachments({ images: [], files: [{ path: 'a.txt', mimeType: 'text/plain', text: 'A' }] }, 100)).toEqual({ blocks: [], notes: [] });
});

describe('what does not fit', () => {
  test('as many bytes as are allowed are attached, one more is not', () => {
    const images = [{ path: 'chart.png', mimeType: 'image/png', bytes }];
    expect(attachments({ images, files: [] }, 3)).toMatchObject({ blocks: [{ type: 'image' }], notes: [] });
    expect(attachments({ images, files: [] }, 2)).toEqual({
      blocks: [],
      notes: [
        '[chart.png (image/png, 3 bytes) is not attached: a result carries at most 2 bytes of images and binary files. '
        + 'Read fewer at once, or make it smaller, for instance an image with a lower dpi.]',
      ],
    });
  });

  test('the limit is for all together, and smaller ones that follow still fit', () => {
    const files = [
      { path: 'first', bytes: new Uint8Array(600) }, { path: 'second', bytes: new Uint8Array(500) }, { path: 'third', bytes: new Uint8Array(400) },
    ];
    const { blocks, notes } = attachments({ images: [], files }, 1_000);
    expect(blocks).toMatchObject([{ resource: { uri: 'file:///first' } }, { resource: { uri: 'file:///third' } }]);
    expect(notes).toEqual([expect.stringContaining('[second (of unknown kind, 500 bytes) is not attached: a result carries at most 1,000 bytes')]);
  });

  test('0 attaches nothing but says so', () => {
    expect(attachments({ images: [{ mimeType: 'image/png', bytes }], files: [] }, 0)).toMatchObject({
      blocks: [], notes: [expect.stringContaining('[an image (image/png, 3 bytes) is not attached')],
    });
  });
});
