import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WORKING_DIRECTORY } from '../working-directory.js';

const FILES: Readonly<Record<string, string>> = {
  'passwd': 'root:x:0:0:root:/root:/bin/sh\n'
    + `genesis1ptools:x:1000:1000::${WORKING_DIRECTORY}:/bin/bash\n`
    + 'nobody:x:65534:65534::/:/bin/false\n',
  'group': 'root:x:0:\ngenesis1ptools:x:1000:\nnogroup:x:65534:\n',
  'hosts': '127.0.0.1 localhost sandbox\n::1 localhost\n',
  'hostname': 'sandbox\n',
  'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
  'resolv.conf': '',
};

/** Those of this machine would tell of its users and network. Gives where each one is. */
export async function makeEtcFiles(parent: string): Promise<Record<string, string>> {
  const folder = join(parent, 'etc');
  await mkdir(folder, { mode: 0o755 });
  const made = Object.entries(FILES).map(async ([name, text]) => {
    await writeFile(join(folder, name), text, { mode: 0o644 });
    return [name, join(folder, name)] as const;
  });
  return Object.fromEntries(await Promise.all(made));
}
