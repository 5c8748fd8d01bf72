import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { packageName } from '../../src/arguments/package-name.js';
import { installPackages } from '../../src/tools/install-packages.js';

test.each([
  'pandas', 'a', 'A1', 'zope.interface', 'scikit-learn==1.3.0', 'numpy>=2', 'numpy<=2.0', 'numpy!=1.*', 'numpy~=1.4', 'numpy>1', 'numpy<3',
  'requests[socks]', 'uvicorn[standard,dev]>=0.30', 'x[]', 'a'.repeat(200),
])('takes %s', (name) => {
  expect(packageName(name)).toBe(name);
});

test.each([
  '', ' pandas', 'pandas ', 'pan das', '-r requirements.txt', '--index-url=x', '.', '../evil', './wheel.whl', '/tmp/a.whl', 'a;b', 'a&&b', '$(id)',
  '`id`', "a'b", 'a"b', 'a\\b', 'a\nb', 'a\n', 'a|b', 'git+https://example.com/x', 'a @ https://example.com/x', 'numpy>=1,<2', 'numpy==1==2', 'é',
  'a\0', 'a[b;c]', 'a'.repeat(201),
])('fails for %j', (name) => {
  expect(() => packageName(name)).toThrow(/^Invalid package name: /);
});

test('fails with what is allowed, and what to use instead', () => {
  expect(() => packageName('numpy>=1,<2')).toThrow(
    "Invalid package name: numpy>=1,<2. Use a name with at most one version specifier, like 'pandas', 'requests[socks]' or 'scikit-learn==1.3.0'.",
  );
});

test('fails for a very long name without showing all of it', () => {
  const attempt = (): string => packageName(`${'a'.repeat(100_000)}!`);
  expect(attempt).toThrow(/^Invalid package name: a{200}… \(100001 characters, of which 200 are allowed\)\. /);
});

test('a name that is taken never leaves its word in the shell', () => {
  const characters = fc.constantFrom(...'abzAZ019._-[],=<>!~* $;&|()\'"`\\\n#{}%+@:/?');
  fc.assert(fc.property(fc.array(fc.string({ unit: characters, minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 4 }), (names) => {
    const taken = names.filter(isTaken);
    fc.pre(taken.length > 0);
    expect(wordsOf(taken)).toEqual(['install', ...taken]);
  }), { numRuns: 60 });
});

test('every character that a name may have reaches pip as it is', () => {
  const names = ['x[a,b]', 'numpy!=1.*', 'numpy~=1.4', 'numpy>=2', 'numpy<3', 'a.b-c_d==1'];
  expect(wordsOf(names)).toEqual(['install', ...names]);
});

function isTaken(name: string): boolean {
  try {
    return packageName(name) === name;
  } catch {
    return false;
  }
}

/** What bash passes to pip, for which a function stands in that prints its words. */
function wordsOf(packages: readonly string[]): readonly string[] {
  const { command = '' } = installPackages.invocation({ packages }).arguments;
  const { stdout, status, stderr } = spawnSync('bash', ['-c', `pip() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\0').slice(0, -1);
}
