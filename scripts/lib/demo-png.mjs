import { inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
/** By the type of colour: how many values a pixel has. */
const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const LARGEST_SIDE = 10_000;

/**
 * The size of a PNG picture, and how many colours its pixels have. Takes what plots are saved as: 8 bits, not interlaced.
 *
 * @throws Error if it is not such a picture, or not whole
 */
export function readPng(bytes) {
  const picture = Buffer.from(bytes);
  const start = picture.subarray(0, SIGNATURE.length);
  if (!start.equals(SIGNATURE)) { throw new Error(`no PNG: it begins with ${start.toString('hex')}`); }
  const chunks = chunksOf(picture);
  const header = chunks[0]?.type === 'IHDR' && chunks[0].data;
  if (!header || chunks.at(-1).type !== 'IEND') { throw new Error('the PNG is cut off'); }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [bits, colorType, , , interlaced] = header.subarray(8);
  const channels = CHANNELS[colorType];
  if (bits !== 8 || !channels || interlaced || width > LARGEST_SIDE || height > LARGEST_SIDE) {
    throw new Error(`a PNG of another kind: ${width} x ${height}, ${bits} bits, type ${colorType}, interlaced ${interlaced}`);
  }
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const lines = inflateSync(packed, { maxOutputLength: height * (width * channels + 1) });
  return { width, height, colors: countColors(unfiltered(lines, { width, height, channels }), channels) };
}

function chunksOf(picture) {
  const chunks = [];
  for (let at = SIGNATURE.length; at + 12 <= picture.length;) {
    const end = at + 12 + picture.readUInt32BE(at);
    if (end > picture.length) { break; }
    chunks.push({ type: picture.toString('latin1', at + 4, at + 8), data: picture.subarray(at + 8, end - 4) });
    at = end;
  }
  return chunks;
}

/** Each line says how it was told from its neighbours: https://www.w3.org/TR/png-3/#9Filters */
function unfiltered(lines, { width, height, channels }) {
  const length = width * channels;
  if (lines.length !== height * (length + 1)) { throw new Error('the PNG has too few pixels'); }
  const pixels = Buffer.alloc(height * length);
  for (let row = 0; row < height; row++) {
    const filter = lines[row * (length + 1)];
    for (let column = 0; column < length; column++) {
      const at = row * length + column;
      const left = column >= channels ? pixels[at - channels] : 0;
      const up = row > 0 ? pixels[at - length] : 0;
      const corner = row > 0 && column >= channels ? pixels[at - length - channels] : 0;
      pixels[at] = lines[row * (length + 1) + 1 + column] + predicted(filter, left, up, corner);
    }
  }
  return pixels;
}

function predicted(filter, left, up, corner) {
  switch (filter) {
    case 0: return 0;
    case 1: return left;
    case 2: return up;
    case 3: return (left + up) >> 1;
    case 4: return paeth(left, up, corner);
    default: throw new Error(`the PNG has a filter that does not exist: ${filter}`);
  }
}

function paeth(left, up, corner) {
  const estimate = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(estimate - value));
  if (toLeft <= toUp && toLeft <= toCorner) { return left; }
  return toUp <= toCorner ? up : corner;
}

function countColors(pixels, channels) {
  const colors = new Set();
  for (let at = 0; at < pixels.length; at += channels) { colors.add(pixels.readUIntBE(at, channels)); }
  return colors.size;
}
