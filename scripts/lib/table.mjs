/** Rows of text as lines with aligned columns; columns whose cells below the heading are all numbers, to the right. */
export function table(heading, rows) {
  const all = [heading, ...rows].map((row) => row.map(String));
  const columns = heading.map((_, index) => all.map((row) => row[index]));
  const pads = columns.map((cells) => {
    const width = Math.max(...cells.map((cell) => cell.length));
    const isNumeric = cells.length > 1 && cells.slice(1).every((cell) => /^[\d,.]+$/.test(cell));
    return (cell) => (isNumeric ? cell.padStart(width) : cell.padEnd(width));
  });
  return all.map((row) => row.map((cell, index) => pads[index](cell)).join('  ').trimEnd()).join('\n');
}
