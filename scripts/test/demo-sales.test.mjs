import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSales, revenueByProduct, revenueProblem } from '../lib/demo-sales.mjs';

const CSV = 'date,product,quantity,price\n2025-01-01,Dock,3,10.10\n2025-01-02,"Desk, large",1,1999.99\n2025-01-03,Dock,1,0.20\n';

describe('sales records', () => {
  it('are read by the names of their columns, in any order', () => {
    const sales = readSales('price,Product,date,quantity\r\n2.5,Pen,2025-01-01,4\r\n');
    assert.deepEqual(sales, [{ date: '2025-01-01', product: 'Pen', quantity: 4, price: 2.5 }]);
  });

  it('fail without a column, and with a number that is none', () => {
    assert.throws(() => readSales('date,product,price\n'), { message: 'the CSV has no column quantity: it has date, product, price' });
    const notANumber = 'date,product,quantity,price\n2025-01-01,Pen,many,2';
    assert.throws(() => readSales(notANumber), /^Error: record 1 of the CSV is not one of a sale: 2025-01-01,Pen,many,2$/);
  });

  it('add up to the cent for each product', () => {
    assert.deepEqual([...revenueByProduct(readSales(CSV))], [['Dock', 3050], ['Desk, large', 199_999]]);
  });
});

describe('the revenue in an answer', () => {
  const cents = revenueByProduct(readSales(CSV));

  it('may be written with commas and currencies, in a table, or rounded to a whole', () => {
    assert.equal(revenueProblem('- Dock: 30.50\n- Desk, large: 1999.99', cents), undefined);
    assert.equal(revenueProblem('| Dock | $30.50 |\n| **Desk, large** | $1,999.99 |', cents), undefined);
    assert.equal(revenueProblem('Dock 31\nDesk, large 2,000', cents), undefined);
  });

  it('fails when a cent is missing, or a product, or the sums are those of another product', () => {
    assert.equal(revenueProblem('Dock: 30.49\nDesk, large: 1999.99', cents), 'Dock: expected 30.50, found 30.49');
    assert.equal(revenueProblem('Dock: 30.50', cents), 'Desk, large: expected 1999.99, found nothing');
    assert.match(revenueProblem('Dock: 1999.99\nDesk, large: 30.50', cents), /^Dock: .*; Desk, large: /);
    assert.equal(revenueProblem('Dock: 29\nDesk, large: 2000', cents), 'Dock: expected 30.50, found 29');
  });
});
