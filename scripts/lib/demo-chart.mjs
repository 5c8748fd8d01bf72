import { readPng } from './demo-png.mjs';

const SMALLEST = { width: 200, height: 150 };
/** Background, axes, bars. */
const FEWEST_COLORS = 3;

/** The first PNG picture among the files that came back, if there is one. */
export function chartIn(files) {
  const file = files.find(({ mimeType }) => mimeType === 'image/png');
  return file && Buffer.from(file.base64, 'base64');
}

export function chartProblem(files) {
  const chart = chartIn(files);
  if (!chart) { return `none came back, but ${files.map(({ mimeType }) => mimeType).join(', ') || 'no file at all'}`; }
  try {
    const { width, height, colors } = readPng(chart);
    if (width < SMALLEST.width || height < SMALLEST.height) { return `it has only ${width} x ${height} pixels`; }
    return colors < FEWEST_COLORS ? `it has only ${colors} colors, so nothing is drawn in it` : undefined;
  } catch (error) {
    return error.message;
  }
}
