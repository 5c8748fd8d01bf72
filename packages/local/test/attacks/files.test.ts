import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AttackedService } from './attacked-service.js';
import { HostBait } from './host-bait.js';

const HUNDRED_MEGABYTES = 100_000_000;
const HOME = '/opt/amazon/genesis1p-tools/var';

describe('the file tools', () => {
  let under: AttackedService;
  let bait: HostBait;
  beforeAll(async () => {
    bait = await HostBait.set();
    under = await AttackedService.start({ limits: { files: 40_000, diskBytes: 350 * 2 ** 20, memoryBytes: 2 ** 30, callSeconds: 20 } });
  });
  afterAll(async () => {
    await under.close();
    await bait.remove();
  });

  const all = (path: string) => [
    { name: 'readFiles', given: { paths: [path] } },
    { name: 'writeFiles', given: { content: [{ path: `${path}/new`, text: 'x' }] } },
    { name: 'writeFiles', given: { content: [{ path, text: 'x' }] } },
    { name: 'listFiles', given: { directoryPath: path } },
    { name: 'removeFiles', given: { paths: [path] } },
  ];
  const outside = (): string[] => [
    '..', '../../../../../etc', '/etc', '/etc/passwd', '/usr', '/proc', '/proc/self', '/proc/1/root', '/proc/self/root/etc/passwd', '/proc/self/maps', '/proc/self/fd/0',
    '/proc/self/mem', '/dev/zero', '/dev/tty', '/sys', '/root', './a/../../..', `${HOME}/../shm`, `${HOME}x/y`, '//etc//passwd', '/tmp/../etc/passwd',
  ];

  test('absolute, `..` and /proc/self/root paths', async () => {
    for (const path of outside()) {
      const answers = await Promise.all(all(path).map(({ name, given }) => under.attacker.tool(name, given)));
      expect(answers.map(({ status, isError }) => `${status} ${isError}`), path).toEqual(answers.map(() => '200 true'));
      expect(answers[0]?.text).toMatch(/outside|not allowed|No such|directory|denied/i);
    }
    expect(await under.attacker.tool('readFiles', { paths: [bait.file] })).toMatchObject({ isError: true, text: expect.stringContaining('No such file') });
    await under.attackerAnswers();
  });

  test('symbolic links, also to what does not exist, to each other and to themselves', async () => {
    for (const target of [...outside(), 'self', 'loop']) {
      const { stderr } = await under.attacker.command(`rm -rf link loop; ln -s loop loop; ln -sfn ${target} link`);
      expect(stderr).toBe('');
      const answers = await Promise.all(all(target === 'self' ? 'link/deeper' : 'link').slice(0, 4).map(({ name, given }) => under.attacker.tool(name, given)));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      if (target !== 'self') { expect(answers.map(({ isError }) => isError), target).toEqual(answers.map(() => true)); }
    }
    expect(await under.attacker.tool('removeFiles', { paths: ['link', 'loop'] })).toMatchObject({ isError: false });
    expect((await under.attacker.command('head -c4 /etc/passwd')).stdout).toBe('root');
  });

  test('a race: a link that is swapped in a loop while files are read, written, listed and removed', async () => {
    await under.attacker.command('mkdir -p real && echo fine > real/passwd && ln -sfn real inside && ln -sfn /etc outside && ln -sfn real swapped');
    const swap = 'import os, time\nend = time.monotonic() + 1.5\nwhile time.monotonic() < end:\n'
      + '    for target in ("inside", "outside"):\n        os.symlink(os.readlink(target), "next"); os.replace("next", "swapped")';
    const swapping = under.attacker.python(swap);
    const texts = new Set<string | undefined>();
    const race = async (): Promise<void> => {
      for (let round = 0; round < 40; round += 1) {
        const [read, , list] = await Promise.all([
          under.attacker.tool('readFiles', { paths: ['swapped/passwd'] }),
          under.attacker.tool('writeFiles', { content: [{ path: 'swapped/passwd', text: 'fine\n' }] }),
          under.attacker.tool('listFiles', { directoryPath: 'swapped' }),
          under.attacker.tool('removeFiles', { paths: ['swapped/other'] }),
        ]);
        texts.add(read.content[0]?.resource?.text);
        if (!list.isError) { expect(list.content.length).toBeLessThan(4); }
      }
    };
    await under.during(race());
    expect((await swapping).exitCode).toBe(0);
    expect([...texts].filter((text) => text !== undefined && text !== '')).toEqual(['fine\n']);
    await under.attacker.command('rm -rf real inside outside swapped next');
  });

  test('pipes, sockets and devices do not hold it up', async () => {
    await under.attacker.python(`import os, socket
os.mkfifo("pipe")
socket.socket(socket.AF_UNIX).bind("socket")
os.symlink("/dev/zero", "zero")`);
    const answers = await under.during(Promise.all(['pipe', 'socket', 'zero'].flatMap((path) => all(path).slice(0, 4)).map(({ name, given }) => under.attacker.tool(name, given))));
    expect(answers.map(({ isError }) => isError)).toEqual(answers.map(() => true));
    expect(await under.attacker.tool('removeFiles', { paths: ['pipe', 'socket', 'zero'] })).toMatchObject({ isError: false });
  });

  test('10,000 files: written, listed, read and removed', async () => {
    const names = [...Array(10_000).keys()].map((index) => `many/${index}.txt`);
    expect(await under.during(under.attacker.tool('writeFiles', { content: names.map((path) => ({ path, text: path })) }))).toMatchObject({ isError: false });
    const list = await under.during(under.attacker.tool('listFiles', { directoryPath: 'many' }));
    expect(list.content).toHaveLength(10_000);
    const read = await under.during(under.attacker.tool('readFiles', { paths: names }));
    expect(read.content.map(({ resource }) => resource?.text)).toEqual(names);
    expect(await under.during(under.attacker.tool('removeFiles', { paths: names }))).toMatchObject({ isError: false });
    expect((await under.attacker.tool('listFiles', { directoryPath: 'many' })).content).toEqual([]);
  });

  test('a list as long as can be, of names as long and odd as can be', async () => {
    await under.attacker.python(`import os
os.mkdir("long")
for n in range(20000): os.close(os.open(b"long/%d" % n + b"\\xff\\x01" * 120, os.O_CREAT))`);
    const { status, content, isError } = await under.during(under.attacker.tool('listFiles', { directoryPath: 'long' }));
    expect(status).toBe(200);
    expect(isError ? 20_000 : content.length).toBe(20_000);
    expect(await under.during(under.attacker.tool('removeFiles', { paths: ['long'] }))).toMatchObject({ isError: false });
  });

  test('directories deeper than any path is long', async () => {
    await under.during(under.attacker.python(`import os
at = os.getcwd()
for _ in range(3000): os.mkdir("d" * 100); os.chdir("d" * 100)
os.chdir(at)`));
    const list = await under.during(under.attacker.tool('listFiles', { directoryPath: 'd'.repeat(100) }));
    expect(list).toMatchObject({ isError: false });
    expect(await under.during(under.attacker.tool('removeFiles', { paths: ['d'.repeat(100)] }))).toMatchObject({ isError: false });
    await under.attackerAnswers();
  });

  test('100 MB files, written and read', async () => {
    const data = randomBytes(HUNDRED_MEGABYTES);
    const hash = createHash('sha256').update(data).digest('hex');
    expect(await under.during(under.attacker.tool('writeFiles', { content: [{ path: 'large', blob: data.toString('base64') }] }))).toMatchObject({ isError: false });
    expect((await under.attacker.command('sha256sum < large')).stdout).toContain(hash);
    const over = await under.attacker.tool('writeFiles', { content: [{ path: 'over', blob: Buffer.alloc(HUNDRED_MEGABYTES + 1).toString('base64') }] });
    expect(over).toMatchObject({ status: 400, text: expect.stringMatching(/100000000|100,000,000/) });
    const read = await under.attacker.tool('readFiles', { paths: ['large'] });
    const blob = Buffer.from(read.content[0]?.resource?.blob ?? '', 'base64');
    expect(read.isError === true ? read.text : createHash('sha256').update(blob).digest('hex')).toMatch(read.isError === true ? /too large/i : hash);
    await under.attacker.command('rm -f large over');
    await under.attackerAnswers();
  }, 60_000);

  test('binary, NUL bytes and invalid UTF-8', async () => {
    const bytes = Buffer.from([...Array(256).keys(), 0, 0, 0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]);
    await under.attacker.tool('writeFiles', { content: [{ path: 'bytes', blob: bytes.toString('base64') }, { path: 'nul', text: 'a\0b\u{10ffff}' }] });
    const { content } = await under.attacker.tool('readFiles', { paths: ['bytes', 'nul'] });
    expect(content[0]?.resource?.blob).toBe(bytes.toString('base64'));
    expect(content[1]?.resource?.text).toBe('a\0b\u{10ffff}');
    await under.attackerAnswers();
  });

  test.each(['', '.', '/', '\0', 'a\0b', 'x'.repeat(256), 'x/'.repeat(3000), '\ud800', 'nul\0/../..', 'bytes/below', ' ', `
`, '~', '-rf', '$(id)', 'con\u202egnp'])(
    'bad name %j', async (path) => {
      const [read, write, , list, remove] = await Promise.all(all(path).map(({ name, given }) => under.attacker.tool(name, given)));
      for (const answer of [read, write, list, remove]) { expect([200, 400]).toContain(answer?.status); }
      expect((await under.attacker.command('head -c4 /etc/passwd; ls -d "$HOME"')).stdout).toBe(`root${HOME}`);
      await under.attackerAnswers();
    });
});
