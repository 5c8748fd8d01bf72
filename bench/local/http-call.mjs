import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

/** One request by plain node:http, over a connection that is kept: the answer when all of it is there. */
export function httpCall(url, { method, path, headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = url;
    const sent = request({ agent, hostname, port, method, path, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
