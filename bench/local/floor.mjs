/* The least that an HTTP API in Node can do: reads a request and answers it. Ends with its standard input. */
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  request.on('data', () => undefined).on('end', () => response.end('{"ok":1}'));
}).listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`));
process.stdin.resume().on('end', () => process.exit());
