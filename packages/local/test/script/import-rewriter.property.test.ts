import { createContext, Script } from 'node:vm';
import { parse } from 'acorn';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createScriptTransformer } from '../../src/script/transformer.js';

const transformer = createScriptTransformer();
afterAll(() => transformer.close());

const modules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'a': { default: 'a-default', one: 1, two: 2 },
  './b.mjs': { default: 'b-default', one: 10, two: 20 },
};

const names = fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's', 'ünïcode', '$d', '_u'), { minLength: 3, maxLength: 3 });
const space = fc.constantFrom(' ', '\n', ' /* import x from "y" */ ', ' // export\n', '\t', '\r\n');
const end = fc.constantFrom(';', '\n', ';\n', ' ; // from "z"\n');

/** A static import together with the values its names must have. */
const importStatement = fc.tuple(fc.constantFrom(...Object.keys(modules)), names, fc.constantFrom(...'0123456'), space, end).map(
  ([source, [first = '', second = '', third = ''], form, gap, close]) => {
    const module = modules[source] ?? {};
    const clauses: Record<string, [string, Record<string, unknown>]> = {
      0: ['', {}],
      1: [first, { [first]: module.default }],
      2: [`* as ${first}`, { [first]: module }],
      3: [`{${gap}one as ${first},${gap}two as ${second} }`, { [first]: module.one, [second]: module.two }],
      4: [
        `${first}, { "two" as ${second}, default as ${third}, }`,
        { [first]: module.default, [second]: module.two, [third]: module.default },
      ],
      5: [`${first},${gap}* as ${second}`, { [first]: module.default, [second]: module }],
      6: ['{}', {}],
    };
    const [clause, values] = clauses[form] ?? ['', {}];
    return { text: `import${gap}${clause}${clause && `${gap}from${gap}`}${form === '0' ? '' : gap}'${source}'${close}`, values };
  },
);

const fragments = [
  'import ', 'export ', ' from ', '{', '}', '*', '`', '${', '"', "'", '\n', 'as', '(', ')', 'await ', 'enum ', '@', '<', '>', ':',
];

const other = fc.constantFrom(
  'seen.push(1);\n', 'const t = `import "a"\n${"x"}`;\n', '/* import */ seen.push(/import/.source);\n', '{ let import_ = 1; }\n',
  'export const e = 5;\n', 'if (seen) { seen.push(2) }\n', 'const dynamic = import("a");\n', 'export default seen;\n', '\n',
  'export {\n};\n',
);

describe('rewritten imports', () => {
  it('keep lines, parse, and bind what the module exports', async () => {
    await fc.assert(fc.asyncProperty(
      fc.uniqueArray(importStatement, { maxLength: 1 }), fc.uniqueArray(other, { maxLength: 5 }), fc.uniqueArray(other, { maxLength: 5 }),
      async (imports, before, after) => {
        fc.pre(new Set([...before, ...after]).size === before.length + after.length);
        const code = [...before, ...imports.map(({ text }) => text), ...after].join('');
        const transformed = await transformer.transform(code, 'javascript', 'nodejs');
        if (!('code' in transformed)) {
          throw new Error(transformed.problem);
        }
        const lines = (text: string) => text.split(/\r\n|[\n\r]/).length;
        expect(lines(transformed.code)).toBe(lines(code));
        parse(transformed.code, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true });
        const expected = Object.assign({}, ...imports.map(({ values }) => values)) as Record<string, unknown>;
        const context = createContext({ $load$: async (source: string) => modules[source], seen: [] });
        const bound = `return { ${Object.keys(expected).join(', ')} };`;
        expect(await new Script(`(async () => {${transformed.code}\n${bound}})()`).runInContext(context)).toEqual(expected);
      },
    ), { numRuns: 300 });
  });

  it('leave the position of everything else alone', async () => {
    const part = fc.constantFrom(
      'mark;', 'import("x");', 'import.meta.url, mark;', 'export const a = mark;', '\n', ' ', 'f(mark);', '"export";',
    );
    await fc.assert(fc.asyncProperty(fc.array(part), async parts => {
      const code = `export const first = mark;\n${parts.join('')}`;
      const transformed = await transformer.transform(code, 'javascript', 'deno');
      if ('code' in transformed) {
        const marks = (text: string) => [...text.matchAll(/mark/g)].map(({ index }) => index);
        expect(marks(transformed.code.replace(/;void 0/g, ''))).toEqual(marks(code));
      }
    }), { numRuns: 300 });
  });

  it('answer any text', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom(...fragments))),
      fc.constantFrom('javascript' as const, 'typescript' as const),
      async (parts, language) => {
        const answer = await transformer.transform(parts.join(''), language, 'nodejs');
        expect('code' in answer || answer.problem.includes('Error: ')).toBe(true);
      },
    ), { numRuns: 300 });
  });
});
