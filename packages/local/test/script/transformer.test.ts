import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CellProcess } from './cell-process.js';
import { createScriptTransformer } from '../../src/script/transformer.js';

const transformer = createScriptTransformer();
afterAll(() => transformer.close());

describe.each(['nodejs', 'deno'] as const)('transformed cells, run by %s', runtime => {
  let cells: CellProcess;
  beforeAll(async () => {
    cells = await CellProcess.start(runtime);
    await writeFile(
      join(cells.folder, 'module.mjs'),
      'export const one = 1; export const two = 2; export { two as "a name" }; export default () => "default";',
    );
    await writeFile(join(cells.folder, 'effect.mjs'), 'globalThis.effects = (globalThis.effects ?? 0) + 1;');
    await writeFile(join(cells.folder, 'data.json'), '{"read": true}');
  });
  afterAll(() => cells.stop());

  const run = async (code: string, language: 'javascript' | 'typescript') => {
    const transformed = await transformer.transform(code, language, runtime);
    return 'code' in transformed ? cells.run(transformed.code) : { exitCode: 1, stdout: '', stderr: transformed.problem };
  };
  const javascript = (code: string) => run(code, 'javascript');
  const typescript = (code: string) => run(code, 'typescript');

  it.each([
    ['import def, { one as uno, two } from "./module.mjs";\nconsole.log(def(), uno, two)', 'default 1 2\n'],
    ['import * as all from "./module.mjs"\nconsole.log(Object.keys(all).sort().join())', 'a name,default,one,two\n'],
    ['import d, * as n from "./module.mjs"; console.log(d === n.default)', 'true\n'],
    ['import { "a name" as named } from "./module.mjs"; console.log(named)', '2\n'],
    ['import "./effect.mjs"; console.log(effects)', '1\n'],
    ['import data from "./data.json" with { type: "json" }; console.log(data.read)', 'true\n'],
    ['console.log(late); import { one as late } from "./module.mjs"', '1\n'],
    ['const { one: dynamic } = await import("./module.mjs"); console.log(dynamic)', '1\n'],
    ['console.log(import.meta.url.startsWith("file:///"))', 'true\n'],
    ['export const exported = 5; export default function six() { return 6; }\nconsole.log(exported, six())', '5 6\n'],
    ['export default class { static x = 1; }\nexport { exported as again }; export * from "./module.mjs"; console.log("ok")', 'ok\n'],
    ['export default 1 + 1, console.log("default")', undefined],
    ['export default (1, 2); console.log("parenthesized")', 'parenthesized\n'],
    ['"use strict"; import { one } from "./module.mjs"; console.log((function () { return this; })())', 'undefined\n'],
    ['const o = { import() { return "method"; } }; console.log(o.import(), "import(x)", /import/.source)', 'method import(x) import\n'],
  ])('runs %j', async (code, expected) => {
    const end = await javascript(code);
    if (expected === undefined) {
      expect(end.stderr).toMatch(/^cell:1:\d+\n[^]*SyntaxError/);
    } else {
      expect(end).toEqual({ exitCode: 0, stdout: expected, stderr: '' });
    }
  });

  it('keeps imports for later cells, and lets them be imported again', async () => {
    await javascript('import { one } from "./module.mjs"');
    await typescript('import { two as one2 } from "./module.mjs"; import def from "./module.mjs"');
    expect((await javascript('console.log(one, one2, def())')).stdout).toBe('1 2 default\n');
    expect((await javascript('import { two as one } from "./module.mjs"; console.log(one)')).stdout).toBe('2\n');
  });

  it('refuses a name that a module lacks', async () => {
    expect((await javascript('import { nope } from "./module.mjs"')).stderr).toMatch(/does not provide an export named 'nope'/);
  });

  it.each([
    ['for (const x of [1, 2]) x', ''],
    ['const list = [];\nlist.push(1);\nconst last = 2;', ''],
    ['if (true) { 5 }', ''],
    ['let count = 0; while (count < 3) count++ // comment', ''],
    ['try { 1 } finally { }', ''],
    ['5; function declared() {}', ''],
    ['label: { 5 }\nclass Last {}', ''],
    ['const before = 1;\nbefore + 1', '2\n'],
    ['if (true) {\n  5\n}\n6 // six', '6\n'],
    ['const make = () => {\n  return 7;\n};\nmake();', '7\n'],
  ])('shows only a last expression: %j', async (code, expected) => {
    expect(await javascript(code)).toEqual({ exitCode: 0, stdout: expected, stderr: '' });
  });

  it.each([
    ['const x: number = 1 as any as number; console.log(x satisfies number)', '1\n'],
    ['enum Color { Red, Green = "g" }\nconsole.log(Color.Red, Color.Green, Color[0])', '0 g Red\n'],
    ['namespace N { export const a = 1; export namespace M { export const b = 2; } }\nconsole.log(N.a, N.M.b)', '1 2\n'],
    ['import type { Nothing } from "./absent"; import { type Other, one } from "./module.mjs"; console.log(one)', '1\n'],
    ['interface A { a: string }\ntype B<T> = T extends A ? 1 : 2;\n'
      + 'abstract class C<T> { constructor(protected readonly t: T) {} abstract m(): void; }\n'
      + 'class D extends C<number> { m(): void { console.log(this.t); } }\nnew D(3).m()', '3\n'],
    ['function log(_: unknown, context: ClassMethodDecoratorContext) { console.log("decorates", context.name); }\n'
      + 'class Decorated { @log method() {} }', 'decorates method\n'],
    ['const generic = <T,>(value: T): T => value; console.log(generic<string>("g")!)', 'g\n'],
    ['await new Promise<void>(resolve => setTimeout(resolve, 1)); console.log("awaited")', 'awaited\n'],
    ['let maybe: { a?: { b: number } } = {}; console.log(maybe.a?.b ?? "none")', 'none\n'],
    ['console.log(`a\n${1 as number}\n  b`)', 'a\n1\n  b\n'],
    ['const value: number = 41;\nvalue + 1', '42\n'],
    ['declare const absent: string;\nfunction f(x: string): void;\nfunction f(x: any) { console.log(x); }\nf("overload")', 'overload\n'],
  ])('runs TypeScript: %j', async (code, expected) => {
    expect(await typescript(code)).toEqual({ exitCode: 0, stdout: expected, stderr: '' });
  });

  it('shows no value of what TypeScript adds', async () => {
    expect((await typescript('namespace OnlyOne { export const a = 1; }')).stdout).toBe('');
    expect((await typescript('(value => value)(undefined || 5)')).stdout).toBe('5\n');
  });

  it('keeps the positions of TypeScript', async () => {
    const end = await typescript([
      '// a comment',
      'interface Gone {',
      '  a: number;',
      '}',
      '',
      'enum Kept { A,',
      '  B }',
      'function thrower(a: number, options: { b: string }): never {',
      '  const doubled: number[] = [a]',
      '    .map((n: number) => n * 2)',
      '    .map((n: number): number => { throw new Error(`${n}`); });',
      '  throw doubled;',
      '}',
      '',
      '  thrower(1 as number, { b: "" });',
    ].join('\n'));
    expect(end.stderr).toMatch(/^Error: 2\n {4}at cell-\d+:11:41\n.*\n {4}at thrower \(cell-\d+:11:6\)\n {4}at cell-\d+:15:3\n$/);
  });
});

describe('syntax errors', () => {
  it.each([
    ['typescript', 'let fine = 1;\nlet broken: = 2;', 'cell:2:13\nlet broken: = 2;\n            ^\n\nSyntaxError: Unexpected "="\n'],
    ['typescript', 'const é: number = ;', 'cell:1:19\nconst é: number = ;\n                  ^\n\nSyntaxError: Unexpected ";"\n'],
    ['javascript', 'import x from "y";\nlet = = 3;', 'cell:2:7\nlet = = 3;\n      ^\n\nSyntaxError: Unexpected token\n'],
    ['javascript', 'import { a } frm "y";', 'cell:1:14\nimport { a } frm "y";\n             ^\n\nSyntaxError: Unexpected token\n'],
  ] as const)('of %s are located: %j', async (language, code, problem) => {
    expect(await transformer.transform(code, language, 'nodejs')).toEqual({ problem });
  });

  it('in plain JavaScript are left to the runtime', async () => {
    const code = 'if (true { important() }';
    expect(await transformer.transform(code, 'javascript', 'nodejs')).toEqual({ code });
  });
});
