import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findScriptRuntimes } from '../../src/sandbox/script-runtimes.js';

describe('findScriptRuntimes', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'script-runtimes-')));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const executable = async (path: string, prints: string) => {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), `#!/bin/sh\necho '${prints}'\n`);
    await chmod(join(folder, path), 0o755);
    return join(folder, path);
  };

  it('finds the node that runs this and the deno of the npm package', async () => {
    const { nodejs, deno } = await findScriptRuntimes();
    expect(nodejs).toMatchObject({ version: process.versions.node, path: await realpath(process.execPath) });
    expect(nodejs?.command.at(-1)).toMatch(/\/worker\/worker\.mjs$/);
    expect(nodejs?.readOnly.some(path => nodejs.command.at(-1)?.startsWith(`${path}/`))).toBe(true);
    expect(deno?.version).toMatch(/^2\.\d+\.\d+/);
    expect(deno?.command).toContain(deno?.path);
    expect(deno?.command).toContain('--no-prompt');
  });

  it('leaves Deno out on request', async () => {
    expect(await findScriptRuntimes({ deno: false })).not.toHaveProperty('deno');
  });

  it('binds the prefix of another node, through links', async () => {
    const node = await executable('prefix/bin/node', 'v22.1.0');
    await mkdir(join(folder, 'prefix/lib'));
    await symlink(node, join(folder, 'link'));
    const { nodejs } = await findScriptRuntimes({ node: join(folder, 'link'), deno: false });
    expect(nodejs).toMatchObject({ version: '22.1.0', path: node });
    expect(nodejs?.readOnly.slice(0, -1)).toEqual([join(folder, 'prefix/bin'), join(folder, 'prefix/lib')]);
  });

  it('binds nothing but the executable where there is no prefix', async () => {
    const node = await executable('alone/node', 'v20.19.0');
    expect((await findScriptRuntimes({ node, deno: false })).nodejs?.readOnly[0]).toBe(node);
  });

  it('says what is wrong with a path that was given', async () => {
    const old = await executable('old/bin/node', 'v20.18.9');
    await expect(findScriptRuntimes({ node: old })).rejects.toThrow(/"v20\.18\.9", but cells need Node 20\.19 or later/);
    await expect(findScriptRuntimes({ node: join(folder, 'absent') })).rejects.toThrow(/absent cannot be run as node: ENOENT/);
    await expect(findScriptRuntimes({ deno: await executable('not-deno', 'hello') })).rejects.toThrow(/"hello\\n", which is not Deno/);
    await expect(findScriptRuntimes({ deno: join(folder, 'absent') })).rejects.toThrow(/absent cannot be run as deno/);
  });
});
