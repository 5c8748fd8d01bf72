import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, '..');

test('the examples of the README compile, each going on from those before it', () => {
  const markdown = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  const examples = [...markdown.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = '']) => code);

  expect(examples.length).toBeGreaterThan(5);
  expect(problems(joined(examples))).toEqual([]);
});

/** Each in a block of that before, so that it can use and declare again what that declares. */
function joined(examples: readonly string[]): string {
  const isImport = (line: string): boolean => line.startsWith('import ');
  const lines = examples.map((code) => code.split('\n'));
  const imports = new Set(lines.flat().filter(isImport));
  const bodies = lines.map((code) => code.filter((line) => !isImport(line)).join('\n'));
  return [...imports, ...bodies.map((body) => `{\n${body}`), '}'.repeat(bodies.length)].join('\n');
}

/** Of a module in this folder, which is not written anywhere. */
function problems(module: string): readonly string[] {
  const { config } = ts.readConfigFile(join(FOLDER, 'tsconfig.json'), ts.sys.readFile) as { config: unknown };
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(config, ts.sys, FOLDER).options,
    noUnusedLocals: false,
    paths: {
      'agentcore-code-interpreter-langgraph': ['./src/index.ts'],
      'agentcore-code-interpreter-langgraph/*': ['./src/*.ts'],
      'agentcore-code-interpreter-local': ['../local/src/index.ts'],
    },
    pathsBasePath: FOLDER,
  };
  const name = join(import.meta.dirname, 'readme.mts');
  const host = ts.createCompilerHost(options);
  const onDisk = { fileExists: host.fileExists.bind(host), getSourceFile: host.getSourceFile.bind(host) };
  host.fileExists = (file) => file === name || onDisk.fileExists(file);
  host.getSourceFile = (file, language, ...others) => (
    file === name ? ts.createSourceFile(name, module, language) : onDisk.getSourceFile(file, language, ...others)
  );
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map(({ messageText, start = 0 }) => (
    `${ts.flattenDiagnosticMessageText(messageText, '\n')} at: ${module.slice(start).split('\n')[0]}`
  ));
}
