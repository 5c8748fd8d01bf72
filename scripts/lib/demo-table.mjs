const WIDTH = 100;
const GAP = '  ';

/** Rows below their head, no wider than a page: cells wrap in the columns that are too long. */
export function table(head, rows) {
  const [top, ...rest] = columns([head, ...rows], '  ');
  return [dim(top), ...rest].join('\n');
}

/** Rows without a head, each as its lines. */
export function columns(rows, indent) {
  const widths = widthsOf(rows, WIDTH - indent.length);
  return rows.flatMap((row) => linesOf(row, widths)).map((line) => `${indent}${line}`);
}

export function heading(left, right) {
  return `${bold(left)}${right && right.padStart(WIDTH - left.length)}\n${'─'.repeat(WIDTH)}`;
}

export function bold(text) {
  return styled(text, 1);
}

export function dim(text) {
  return styled(text, 2);
}

function styled(text, code) {
  return process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[${code}m${text}\u001b[22m` : text;
}

/** As long as the longest cells, and the longest columns shorter until all fit. */
function widthsOf(rows, width) {
  const lengthOf = (cell) => Math.max(...cell.split('\n').map((line) => line.length));
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => lengthOf(row[column]))));
  const excess = sum(widths) + GAP.length * (widths.length - 1) - width;
  for (let shorter = 0; shorter < excess; shorter++) {
    widths[widths.indexOf(Math.max(...widths))] -= 1;
  }
  return widths;
}

function linesOf(row, widths) {
  const cells = row.map((cell, column) => cell.split('\n').flatMap((line) => wrap(line, widths[column])));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => cells
    .map((lines, column) => (lines[line] ?? '').padEnd(widths[column])).join(GAP).trimEnd());
}

/** Breaks at spaces, and in longer names after what separates their parts. */
function wrap(text, width) {
  const lines = [''];
  for (const word of text.split(' ').flatMap((part, index) => pieces(index === 0 ? part : ` ${part}`, width))) {
    const last = lines.length - 1;
    if (lines[last].length + word.length <= width) {
      lines[last] += word;
    } else {
      lines.push(word.trimStart());
    }
  }
  return lines;
}

function pieces(word, width) {
  return word.trimStart().length <= width ? [word] : word.match(new RegExp(`.{1,${width - 1}}([_/:-]|$)|.{1,${width}}`, 'g'));
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
