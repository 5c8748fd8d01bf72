import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CellProcess } from './cell-process.js';

describe('cells of Node', () => {
  let cells: CellProcess;
  beforeAll(async () => {
    cells = await CellProcess.start('nodejs');
  });
  afterAll(() => cells.stop());

  it('has what CommonJS has, from the working directory', async () => {
    await mkdir(join(cells.folder, 'node_modules/common'), { recursive: true });
    await writeFile(join(cells.folder, 'node_modules/common/index.js'), 'exports.name = "common"');
    await mkdir(join(cells.folder, 'node_modules/modern'), { recursive: true });
    await writeFile(join(cells.folder, 'node_modules/modern/package.json'), '{"type":"module","exports":{"import":"./main.js"}}');
    await writeFile(join(cells.folder, 'node_modules/modern/main.js'), 'export const name = "modern"');
    await writeFile(join(cells.folder, 'local.js'), 'module.exports = __filename');
    expect((await cells.run('console.log(require("common").name, (await $load$("modern")).name)')).stdout).toBe('common modern\n');
    expect((await cells.run('require("./local") === require("path").join(__dirname, "local.js")')).stdout).toBe('true\n');
    expect((await cells.run('__filename.startsWith(__dirname)')).stdout).toBe('true\n');
    expect((await cells.run('exports.x = 1; module.exports.x')).stdout).toBe('1\n');
    expect((await cells.run('const fs = require("fs"), module = 1; require("./absent.js")')).stderr)
      .toMatch(/^Error: Cannot find module '.\/absent.js'[^]* at cell-\d+:1:/);
  });

  it('resolves from where the cell has gone', async () => {
    await mkdir(join(cells.folder, 'below'));
    await writeFile(join(cells.folder, 'below/here.mjs'), 'export default "below"');
    expect((await cells.run('process.chdir("below"); console.log((await $load$("./here.mjs")).default)')).stdout).toBe('below\n');
    await cells.run('process.chdir("..")');
  });

  it('fetches through a proxy', async () => {
    const targets: string[] = [];
    const web = createServer((request, answer) => answer.end(`served ${request.url}`)).listen(0, '127.0.0.1');
    const proxy = createServer().listen(0, '127.0.0.1');
    proxy.on('connect', (request, client, head) => {
      targets.push(request.url ?? '');
      if (request.url?.startsWith('refused')) {
        client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      const upstream = connect((web.address() as AddressInfo).port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.write(head);
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
    });
    await new Promise(resolve => setTimeout(resolve, 20));
    const url = `http://user:secret@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const behind = await CellProcess.start('nodejs', { HTTP_PROXY: url, HTTPS_PROXY: url });
    try {
      expect((await behind.run('await (await fetch("http://somewhere.invalid/path")).text()')).stdout).toBe("'served /path'\n");
      const refused = await behind.run('await fetch("https://refused.invalid/")');
      expect(refused.exitCode).toBe(1);
      expect(refused.stderr).toMatch(/The proxy 127\.0\.0\.1:\d+ refused a connection to refused\.invalid:443: 403/);
      expect(targets).toEqual(['somewhere.invalid:80', 'refused.invalid:443']);
    } finally {
      await behind.stop();
      web.closeAllConnections();
      proxy.closeAllConnections();
      web.close();
      proxy.close();
    }
  });
});
