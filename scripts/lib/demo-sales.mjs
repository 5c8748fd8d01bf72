const COLUMNS = ['date', 'product', 'quantity', 'price'];
const NUMBER = /(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?/g;

/**
 * Sales records out of CSV.
 *
 * @throws Error if columns are missing or a number is none
 */
export function readSales(csv) {
  const [head = [], ...rows] = csv.trim().split(/\r?\n/).map(cellsOf);
  const names = head.map((name) => name.trim().toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) { throw new Error(`the CSV has no column ${missing.join(', ')}: it has ${names.join(', ')}`); }
  return rows.map((cells, index) => {
    const [date, product, quantity, price] = COLUMNS.map((column) => cells[names.indexOf(column)] ?? '');
    const record = { date, product, quantity: Number(quantity), price: Number(price) };
    if (!product || !quantity || !price || !(record.quantity >= 0) || !(record.price >= 0)) {
      throw new Error(`record ${index + 1} of the CSV is not one of a sale: ${cells.join(',')}`);
    }
    return record;
  });
}

/** Product to revenue, in cents, so that no fraction is lost in the sum. */
export function revenueByProduct(sales) {
  const cents = new Map();
  for (const { product, quantity, price } of sales) {
    cents.set(product, (cents.get(product) ?? 0) + quantity * Math.round(price * 100));
  }
  return cents;
}

/** What is wrong with the sums in a text: each product has to be there, with its revenue after it, to the cent or rounded to a whole. */
export function revenueProblem(text, cents) {
  const wrong = [...cents].flatMap(([product, expected]) => {
    const found = numbersAfter(text, product);
    const holds = found.some((number) => (
      Number.isInteger(number) ? Math.abs(number * 100 - expected) <= 50 : Math.round(number * 100) === expected
    ));
    return holds ? [] : [`${product}: expected ${(expected / 100).toFixed(2)}, found ${found.join(', ') || 'nothing'}`];
  });
  return wrong.length === 0 ? undefined : wrong.join('; ');
}

/** On each line that names it. */
function numbersAfter(text, product) {
  return text.split('\n').filter((line) => line.includes(product)).flatMap((line) => (
    [...line.slice(line.indexOf(product) + product.length).matchAll(NUMBER)].map(([number]) => Number(number.replaceAll(',', '')))
  ));
}

function cellsOf(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}
