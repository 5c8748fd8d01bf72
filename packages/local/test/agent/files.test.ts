import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RunningAgent } from './running-agent.js';

const LARGEST = 1 << 20;
const EVERYTHING = 100_000_000;
let agent: RunningAgent;
beforeAll(async () => { agent = await RunningAgent.start({ largestFile: LARGEST }); });
afterAll(() => agent.stop());
beforeEach(async () => {
  await agent.sandbox.executeCommand('find . -mindepth 1 -delete');
});

const write = (path: string, data: string | Uint8Array = 'data') => agent.sandbox.writeFiles([{ path, data: Buffer.from(data) }]);
const here = (path: string) => join(agent.folder, path);

async function read(path: string): Promise<Buffer | string> {
  const [file] = await agent.sandbox.readFiles([path], EVERYTHING);
  if (!file) { throw new Error('no answer'); }
  return 'problem' in file ? file.problem : Buffer.from(file.data);
}

test('binary data comes back as it was', async () => {
  const data = Buffer.from([0, 1, 2, 0xff, 0xfe, 0xfd]);
  await write('a/b/c.bin', data);
  expect(await read('a/b/c.bin')).toEqual(data);
  expect(await read(here('a/b/c.bin'))).toEqual(data);
  await write('a/../empty', '');
  expect(await read('empty')).toEqual(Buffer.alloc(0));
});

test('overwriting keeps the mode, and nothing else is left', async () => {
  await writeFile(here('run.sh'), 'old', { mode: 0o755 });
  await write('run.sh', 'new');
  expect(await readFile(here('run.sh'), 'utf8')).toBe('new');
  expect((await stat(here('run.sh'))).mode & 0o777).toBe(0o755);
  expect(await readdir(agent.folder)).toEqual(['run.sh']);
});

test('the last of two writes to one path holds', async () => {
  await agent.sandbox.writeFiles([{ path: 'twice', data: Buffer.from('1') }, { path: './twice', data: Buffer.from('2') }]);
  expect(await read('twice')).toEqual(Buffer.from('2'));
});

test.each([
  ['a full disk', { path: 'new/large', data: Buffer.alloc(LARGEST + 1) }, /File too large/],
  ['a path outside', { path: '../outside', data: Buffer.from('') }, /outside the working directory/],
  ['a directory', { path: 'folder', data: Buffer.from('') }, /Is a directory/],
  ['a file as a directory', { path: 'old/below', data: Buffer.from('') }, /Not a directory/],
])('all or nothing: %s', async (_case, file, problem) => {
  await mkdir(here('folder'));
  await writeFile(here('old'), 'old');
  const before = { path: 'old', data: Buffer.from('changed') };
  const also = { path: 'made/for/this', data: Buffer.from('x') };
  await expect(agent.sandbox.writeFiles([before, also, file])).rejects.toThrow(problem);
  expect(await readFile(here('old'), 'utf8')).toBe('old');
  expect((await readdir(agent.folder)).sort()).toEqual(['folder', 'old']);
});

test('a file that just fits', async () => {
  await write('large', Buffer.alloc(LARGEST, 7));
  expect(Buffer.alloc(LARGEST, 7).equals(await read('large') as Buffer)).toBe(true);
});

test('what reading together may have, from both sides', async () => {
  await write('five', '12345');
  const results = await agent.sandbox.readFiles(['five', 'five'], 10);
  expect(results.map((file) => 'data' in file)).toEqual([true, true]);
  const [first, second] = await agent.sandbox.readFiles(['five', 'five'], 9);
  expect(first).toHaveProperty('data');
  expect(second).toMatchObject({ problem: expect.stringContaining('File too large: five has 5 bytes; 4 of the 9') });
});

test('missing files, one beside one that is there', async () => {
  await write('there');
  expect(await agent.sandbox.readFiles(['gone.csv', 'there'], EVERYTHING)).toMatchObject([
    { path: 'gone.csv', problem: 'No such file or directory: gone.csv' }, { path: 'there' },
  ]);
});

const OUTSIDE = [
  '../x', 'a/../../x', '/etc/passwd', '/proc/self/maps', '/proc/self/root/etc/passwd', 'link-up/x', 'link-absolute', 'link-proc', '/', '..',
];
test.each(OUTSIDE)('%s cannot be read, written, listed or removed', async (path) => {
  await symlink('..', here('link-up'));
  await symlink('/etc/passwd', here('link-absolute'));
  await symlink('/proc/self/maps', here('link-proc'));
  const refused = /outside the working directory|working directory itself/;
  expect(await read(path)).toMatch(refused);
  await expect(write(path)).rejects.toThrow(refused);
  if (path !== '/') { await expect(agent.sandbox.listFiles(path)).rejects.toThrow(refused); }
  // A link itself is inside, and may go.
  if (!/^link-(absolute|proc)$/.test(path)) {
    expect(await agent.sandbox.removeFiles([path])).toMatchObject([{ problem: expect.stringMatching(refused) }]);
  }
});

test('links that stay inside are followed', async () => {
  await write('real/file', 'through');
  await symlink(here('real'), here('absolute'));
  await symlink('real/file', here('relative'));
  expect(await read('absolute/file')).toEqual(Buffer.from('through'));
  expect(await read('relative')).toEqual(Buffer.from('through'));
  expect(await agent.sandbox.removeFiles(['absolute', 'relative'])).toEqual([]);
  expect(await read('real/file')).toEqual(Buffer.from('through'));
});

test('what is no regular file is refused at once', async () => {
  await agent.sandbox.executeCommand('mkfifo fifo; ln -s loop loop; mkdir folder');
  await agent.python('import socket\nkept = socket.socket(socket.AF_UNIX); kept.bind("socket")');
  expect(await read('fifo')).toMatch(/not a regular file/);
  expect(await read('socket')).toMatch(/not a regular file/);
  expect(await read('folder')).toMatch(/Is a directory/);
  expect(await read('loop')).toMatch(/Too many levels of symbolic links/);
  await expect(write('fifo')).rejects.toThrow(/not a regular file/);
  expect(await agent.sandbox.removeFiles(['fifo', 'socket', 'loop'])).toEqual([]);
});

test.each([
  ['', /empty/], ['a\0b', /NUL/], ['n'.repeat(256), /too long/], [`${'n/'.repeat(2100)}x`, /too long/], ['\ud800', /Unicode/],
])('bad name %#', async (path, problem) => {
  expect(await read(path)).toMatch(problem);
  await expect(write(path)).rejects.toThrow(problem);
  expect(await agent.sandbox.removeFiles([path])).toMatchObject([{ problem: expect.stringMatching(problem) }]);
});

test('names of 255 bytes, in any language, with anything in them', async () => {
  for (const name of ['n'.repeat(255), 'ä'.repeat(127), 'データ.csv', ' ', '-rf', 'a\nb', '*', '~', '\\']) {
    await write(name);
    expect(await read(name)).toEqual(Buffer.from('data'));
    expect(await agent.sandbox.listFiles('')).toEqual([{ name, directory: false, bytes: 4 }]);
    expect(await agent.sandbox.removeFiles([name])).toEqual([]);
  }
});

test('names that are no UTF-8 are listed', async () => {
  await agent.python('open(b"bad\\xff.txt", "w").close()');
  expect(await agent.sandbox.listFiles('')).toEqual([{ name: 'bad\\xff.txt', directory: false, bytes: 0 }]);
});

test.each(['', '.', '/', './'])('the working directory as %j, one level, hidden entries too', async (path) => {
  await write('.hidden', '1');
  await write('folder/below', '2');
  const entries = await agent.sandbox.listFiles(path);
  expect(entries.map(({ name, directory }) => [name, directory]).sort()).toEqual([['.hidden', false], ['folder', true]]);
});

test('listing what is not there, or is no directory', async () => {
  await write('file');
  await expect(agent.sandbox.listFiles('gone')).rejects.toThrow('No such file or directory: gone');
  await expect(agent.sandbox.listFiles('file')).rejects.toThrow('Not a directory: file');
});

test('10,000 files, written at once', async () => {
  await agent.sandbox.writeFiles(Array.from({ length: 10_000 }, (_, index) => ({ path: `many/${index}`, data: Buffer.from(`${index}`) })));
  expect(await agent.sandbox.listFiles('many')).toHaveLength(10_000);
  expect(await agent.sandbox.removeFiles(['many'])).toEqual([]);
  expect(await agent.sandbox.listFiles('')).toEqual([]);
});

test('trees deeper than descriptors or the stack suffice for are removed', async () => {
  const descend = 'for _ in range(3000):\n    os.mkdir("d"); os.chdir("d")\n';
  await agent.python(`import os\ntop = os.getcwd()\n${descend}open("leaf", "w").close()\nos.chdir(top)`);
  expect(await agent.sandbox.removeFiles(['d'])).toEqual([]);
  expect(await readdir(agent.folder)).toEqual([]);
});

test('removing reports each problem and goes on', async () => {
  await write('a');
  await write('b');
  expect(await agent.sandbox.removeFiles(['a', 'gone', '.', 'b'])).toEqual([
    { path: 'gone', problem: 'No such file or directory: gone' },
    { path: '.', problem: 'the working directory itself cannot be removed: .' },
  ]);
  expect(await readdir(agent.folder)).toEqual([]);
});
