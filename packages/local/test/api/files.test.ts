import { describe, expect, test } from 'vitest';
import { LocalApi } from './local-api.js';

describe('files', () => {
  test('are written as text and as bytes, all or none', async () => {
    const api = new LocalApi();
    const id = await api.start();
    const content = [
      { path: 'a.txt', text: 'ä' },
      { path: 'b.bin', blob: 'AP8B' },
      { path: 'c', text: null, blob: '' },
    ];
    expect(await api.result(id, 'writeFiles', { content })).toEqual({
      content: [{ type: 'text', text: 'Successfully wrote all 3 files' }],
      isError: false,
    });
    expect(api.sandbox.files.get('a.txt')?.toString()).toBe('ä');
    expect([...(api.sandbox.files.get('b.bin') ?? [])]).toEqual([0, 255, 1]);
    expect(api.sandbox.files.get('c')).toHaveLength(0);
    expect(
      await api.result(id, 'writeFiles', {
        content: [
          { path: 'd', text: '' },
          { path: '../e', text: '' },
        ],
      }),
    ).toEqual({
      content: [{ type: 'text', text: 'Error: path traversal' }],
      isError: true,
    });
    expect(api.sandbox.files.has('d')).toBe(false);
  });

  test('are read as text when they are UTF-8, else as bytes, by the path that was asked for', async () => {
    const api = new LocalApi();
    const id = await api.start();
    const { files } = api.sandbox;
    files.set('sub/data.csv', Buffer.from('a,b'));
    files.set('plot.png', Buffer.from([0x89, 0x50, 0xff]));
    files.set('/opt/amazon/genesis1p-tools/var/x.unknown', Buffer.from([0xff]));
    files.set('empty', Buffer.alloc(0));
    expect(await api.result(id, 'readFiles', { paths: [...files.keys()] })).toEqual({
      content: [
        { type: 'resource', resource: { type: 'text', uri: 'file:///sub/data.csv', mimeType: 'text/csv', text: 'a,b' } },
        { type: 'resource', resource: { type: 'blob', uri: 'file:///plot.png', mimeType: 'image/png', blob: 'iVD/' } },
        { type: 'resource', resource: { type: 'blob', uri: 'file:///x.unknown', mimeType: 'application/octet-stream', blob: '/w==' } },
        { type: 'resource', resource: { type: 'text', uri: 'file:///empty', mimeType: 'text/plain', text: '' } },
      ],
      isError: false,
    });
  });

  test('that are missing make an error, beside those that are found', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.files.set('a', Buffer.from('x'));
    expect(await api.result(id, 'readFiles', { paths: ['no', 'a'] })).toEqual({
      content: [
        { type: 'resource', resource: { type: 'text', uri: 'file:///a', mimeType: 'text/plain', text: 'x' } },
        { type: 'text', text: 'Error reading file no: No such file or directory' },
      ],
      isError: true,
    });
  });

  test('fill one event up to 24 MiB, and what is larger is an error that says so', async () => {
    const api = new LocalApi();
    const id = await api.start();
    const wrapping = JSON.stringify({
      content: [{ type: 'resource', resource: { type: 'text', uri: 'file:///a', mimeType: 'text/plain', text: '' } }],
      isError: false,
    }).length;
    api.sandbox.files.set('a', Buffer.alloc(25_165_824 - wrapping, 'a'));
    expect(await api.result(id, 'readFiles', { paths: ['a'] })).toMatchObject({ isError: false });
    api.sandbox.files.set('a', Buffer.alloc(25_165_824 - wrapping + 1, 'a'));
    expect(await api.result(id, 'readFiles', { paths: ['a'] })).toEqual({
      content: [
        { type: 'text', text: expect.stringContaining('would have 25165825 bytes, and one event may have at most 25165824') as string },
      ],
      isError: true,
    });
  });

  test('are listed as links', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.entries = [
      { name: 'log', directory: true, bytes: 0 },
      { name: 'data.csv', directory: false, bytes: 3 },
      { name: 'stats.py', directory: false, bytes: 3 },
      { name: '.json', directory: false, bytes: 3 },
      { name: 'a.constructor', directory: false, bytes: 3 },
    ];
    expect(JSON.stringify(await api.result(id, 'listFiles', { directoryPath: '' }))).toBe(
      '{"content":[' +
        '{"type":"resource_link","uri":"file:///log","name":"log","description":"Directory"},' +
        '{"type":"resource_link","mimeType":"text/csv","uri":"file:///data.csv","name":"data.csv","description":"File"},' +
        '{"type":"resource_link","mimeType":"text/x-python","uri":"file:///stats.py","name":"stats.py","description":"File"},' +
        '{"type":"resource_link","uri":"file:///.json","name":".json","description":"File"},' +
        '{"type":"resource_link","uri":"file:///a.constructor","name":"a.constructor","description":"File"}],"isError":false}',
    );
  });

  test.each([
    [{}, '.', 'file:///a'],
    [{ directoryPath: '' }, '.', 'file:///a'],
    [{ path: '/' }, '.', 'file:///a'],
    [{ directoryPath: '.' }, '.', 'file:///a'],
    [{ path: 'sub/' }, 'sub/', 'file:///sub/a'],
    [{ directoryPath: './sub', path: 'x' }, './sub', 'file:///sub/a'],
    [{ directoryPath: '/opt/amazon/genesis1p-tools/var/sub' }, '/opt/amazon/genesis1p-tools/var/sub', 'file:///sub/a'],
    [{ directoryPath: '/tmp' }, '/tmp', 'file:///tmp/a'],
  ])('list of %j', async (given, listed, uri) => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.entries = [{ name: 'a', directory: false, bytes: 0 }];
    expect(await api.result(id, 'listFiles', given)).toMatchObject({ content: [{ uri }] });
    expect(api.sandbox.listed).toEqual([listed]);
  });

  test('a missing directory is an error', async () => {
    const api = new LocalApi();
    expect(await api.result(await api.start(), 'listFiles', { directoryPath: 'missing' })).toEqual({
      content: [{ type: 'text', text: 'Error: missing: No such file or directory' }],
      isError: true,
    });
  });

  test('are removed, and what is missing is an error', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.files.set('a', Buffer.from('x'));
    expect(await api.result(id, 'removeFiles', { paths: ['a'] })).toEqual({
      content: [{ type: 'text', text: 'Successfully removed all 1 files' }],
      isError: false,
    });
    expect(await api.result(id, 'removeFiles', { paths: ['a'] })).toEqual({
      content: [{ type: 'text', text: 'Error removing file a: No such file or directory' }],
      isError: true,
    });
  });
});
