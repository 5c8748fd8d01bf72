import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALL } from './toolkit-project.mjs';

/** As a client's configuration file starts the server: by npx, with nothing beside it. */
const PROGRAM = `
import { strict as assert } from 'node:assert';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
const client = new Client({ name: 'packed', version: '0.0.0' });
await client.connect(new StdioClientTransport({ command: 'npx', args: ['agentcore-code-interpreter-mcp'], env: process.env }));
const { tools } = await client.listTools();
assert.equal(tools.length, 11);
const { content, isError } = await client.callTool({ name: 'execute_code', arguments: { code: 'print(6 * 7)' } });
assert.ok(!isError);
assert.match(content[0].text, /\\b42\\b/);
await client.close();
`;

/** A project with the MCP server and the toolkit, and no peer by its own wish. Its commands come in parts, as the toolkit's. */
export function mcpProject({ folder, tarballs, env }) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
  writeFileSync(join(folder, 'program.js'), PROGRAM);
  return {
    install: [{ command: 'npm', args: [...INSTALL, ...tarballs], cwd: folder }],
    compile: [],
    run: [
      { command: 'npx', args: ['agentcore-code-interpreter-mcp', '--version'], cwd: folder, env },
      { command: process.execPath, args: ['program.js'], cwd: folder, env },
    ],
  };
}
