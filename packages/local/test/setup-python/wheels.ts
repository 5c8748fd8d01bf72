import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const MAKE = `
import json, re, sys, zipfile
folder, requirements = sys.argv[1], json.loads(sys.argv[2])
for line in requirements:
    name, version = re.match(r'([A-Za-z0-9._-]+)>=([0-9.]+)', line).groups()
    stem = f'{name.replace("-", "_")}-{version}'
    files = {
        f'{stem}.dist-info/METADATA': f'Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n',
        f'{stem}.dist-info/WHEEL': 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n',
        f'{stem}.dist-info/entry_points.txt': f'[console_scripts]\\n{name.lower()}-script = {name.lower().replace("-", "_")}_stub:main\\n',
        f'{name.lower().replace("-", "_")}_stub.py': 'import sys\\ndef main():\\n    print(sys.prefix)\\n',
    }
    record = ''.join(f'{path},,\\n' for path in files) + f'{stem}.dist-info/RECORD,,\\n'
    with zipfile.ZipFile(f'{folder}/{stem}-py3-none-any.whl', 'w') as wheel:
        for path, content in {**files, f'{stem}.dist-info/RECORD': record}.items():
            wheel.writestr(path, content)
`;

/** Empty packages of the names and oldest versions that the requirements allow, so that pip works for real without a network. */
export function makeWheels(folder: string): void {
  const lines = readFileSync(new URL('../../python/requirements.txt', import.meta.url), 'utf8').split('\n').filter((line) => /^\w/.test(line));
  execFileSync('python3', ['-c', MAKE, folder, JSON.stringify([...lines, 'polars>=1.0'])]);
}
