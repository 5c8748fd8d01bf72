import * as path from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import * as ts from 'typescript';
import { Expression, Plan, Statement } from '../../src/config/plan/expression';

const ROOT = path.join(__dirname, '..', '..');
const OWN = path.join(ROOT, 'src', 'index.ts');
const ORIGIN = { at: { file: 'serverless.yml', line: 1, column: 1 }, path: [] };

export function define(variable: string, expression: Expression): Statement {
  return { kind: 'define', variable, expression, origin: ORIGIN };
}

export function perform(expression: Expression): Statement {
  return { kind: 'do', expression, origin: ORIGIN };
}

export function assign(target: Expression, value: Expression): Statement {
  return { kind: 'set', target, value, origin: ORIGIN };
}

export function planOf(statements: Statement[], exposed: Partial<Plan> = {}): Plan {
  return { statements, agents: {}, codeInterpreters: {}, browsers: {}, resources: {}, ...exposed };
}

/** What the TypeScript compiler has to say about files, by their path in a project that lies in this one. */
export function typeErrors(files: Readonly<Record<string, string>>): string[] {
  const folder = path.join(ROOT, 'test', 'config', 'ejected');
  const texts = new Map(Object.entries(files).map(([file, text]) => [path.join(folder, file), text]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    lib: ['lib.es2022.d.ts'],
    types: ['node'],
    strict: true,
    noImplicitReturns: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
    experimentalDecorators: true,
    noEmit: true,
    // The main module names all modules of AWS, and reading them takes longer than all else here.
    paths: { 'cdk-agentcore-code-interpreter': [OWN], 'aws-cdk-lib': [path.join(ROOT, 'node_modules', 'aws-cdk-lib', 'core')] },
  };
  const host = ts.createCompilerHost(options);
  const { directoryExists, fileExists, getSourceFile, readFile } = host;
  const isAbove = (directory: string) => [...texts.keys()].some((file) => file.startsWith(path.join(directory, path.sep)));
  host.directoryExists = (directory) => isAbove(directory) || directoryExists!(directory);
  host.fileExists = (file) => texts.has(path.normalize(file)) || fileExists(file);
  host.readFile = (file) => texts.get(path.normalize(file)) ?? readFile(file);
  host.getSourceFile = (file, language, ...rest) => {
    const text = texts.get(path.normalize(file));
    return text === undefined ? getSourceFile(file, language, ...rest) : ts.createSourceFile(file, text, language);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...program.getOptionsDiagnostics(), ...[...texts.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  })].map(({ file, start, messageText }) => {
    const place = file ? `${path.relative(folder, file.fileName)}:${file.getLineAndCharacterOfPosition(start!).line + 1} ` : '';
    return `${place}${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

type ConstructClass = new (scope: Construct, id: string, props?: object) => Construct;

/** What a TypeScript file exports, in this process. */
export function moduleOf(code: string, folder: string): { [name: string]: ConstructClass } {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS } });
  const exports = {};
  const load = (name: string): unknown => {
    if (name === 'cdk-agentcore-code-interpreter') { return jest.requireActual('../../src'); }
    return jest.requireActual(name === 'aws-cdk-lib' ? 'aws-cdk-lib/core' : name);
  };
  new Function('exports', 'require', '__dirname', outputText)(exports, load, folder);
  return exports;
}

export function templateOf(stack: Stack): object {
  return Template.fromStack(stack).toJSON();
}
