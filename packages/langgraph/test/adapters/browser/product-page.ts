import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Without a browser there is nothing on it: its table is made by a script. */
const PAGE = `<!doctype html><title>Products</title><a href="/about">About us</a><table></table><script>
  const rows = [['chair', 3, 49.5], ['desk', 2, 180], ['lamp', 7, 12.25]];
  document.querySelector('table').innerHTML = rows.map(([name, sold, price]) => '<tr><td>' + name + '<td>' + sold + '<td>' + price).join('');
</script>`;

/** 3 × 49.5 + 2 × 180 + 7 × 12.25 */
export const TOTAL = '594.25';

/** The address of a page with products, for one test. */
export async function productPage(): Promise<string> {
  const server = createServer((_asked, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE); });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/products`;
}
