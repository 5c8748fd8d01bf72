import fc from 'fast-check';

export const TOOLS = [
  'executeCode', 'executeCommand', 'readFiles', 'listFiles', 'removeFiles', 'writeFiles', 'startCommandExecution', 'getTask', 'stopTask',
  'frobnicate',
] as const;

const CODE = [
  'print(1)', 'x = 1', 'print(x)', '1/0', '', ' ', '\u0000', 'import sys; sys.exit(3)', 'print("\\ud800")', 'def', '"""', 'await', 'exit()',
  '%magic', '!ls', 'input()',
  'print("x" * 100_000)', 'raise BaseException', 'import os; os._exit(7)', 'import os; os.close(1)', 'console.log(1)', 'throw 1',
  'import x from "nowhere"', 'let x: = 1',
  'process.exit(2)', 'await new Promise(() => {})', 'export {}', '<!--', '#!', 'while True: pass',
];
const COMMANDS = [
  'true', 'exit 3', 'echo x', 'cat', '', ' ', '(', '"', '\u0000', 'kill -9 $$', 'sleep 9', 'seq 20000', 'exec >&-', 'echo \ud800', '\n\n',
  'false &', '$(', 'cat <<E',
];
const PATHS = [
  'a', 'a/b', 'a/b/c', '.', '', '..', '../x', '/', '/etc/passwd', '/proc/self/mem', '/opt/amazon/genesis1p-tools/var/a', 'a/', '//a',
  '\u0000', 'a\u0000b', '\ud800', 'é漢😀',
  'x'.repeat(255), 'x'.repeat(256), 'a/'.repeat(2000), '/dev/zero', '/proc/self/fd/0', '-rf', '~', '*', 'a\nb',
];

const paths = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PATHS) }, {
  weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }),
});
const files = fc.array(fc.oneof(
  fc.record({ path: paths, text: fc.string({ unit: 'binary', maxLength: 2000 }) }),
  fc.record({ path: paths, blob: fc.oneof(fc.base64String({ maxLength: 200 }), fc.constantFrom('=', 'AA', '????', 'AA==AA==', '\u0000')) }),
  fc.record({ path: paths, text: fc.constant('x'), blob: fc.constant('AA==') }, { requiredKeys: [] }),
), { maxLength: 5 });

/** What a tool takes, right and wrong. */
export function toolArguments(tool: (typeof TOOLS)[number]): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  const command = fc.oneof(fc.constantFrom(...COMMANDS), fc.string({ unit: fc.constantFrom(...'ab1 |&;()"\'$<{}'), maxLength: 12 }));
  switch (tool) {
    case 'executeCode': return {
      code: fc.oneof(fc.constantFrom(...CODE), fc.string({ unit: 'binary', maxLength: 60 })),
      language: fc.constantFrom('python', 'python', 'javascript', 'typescript', 'ruby'),
      runtime: fc.constantFrom(undefined, undefined, 'python', 'nodejs', 'deno', 'bun'),
      clearContext: fc.boolean(),
    };
    case 'executeCommand': case 'startCommandExecution': return { command };
    case 'readFiles': case 'removeFiles': return { paths: fc.array(paths, { maxLength: 4 }) };
    case 'listFiles': return { directoryPath: paths, path: paths };
    case 'writeFiles': return { content: files };
    case 'getTask': case 'stopTask': return { taskId: fc.constantFrom('none', '', 'x'.repeat(3000), '\u0000') };
    case 'frobnicate': return {};
  }
}
