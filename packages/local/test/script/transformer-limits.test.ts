import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { createScriptTransformer, ScriptTransformer } from '../../src/script/transformer.js';

/** Processes that this one has started and that still run. */
function children(): string[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter(pid => {
    try {
      return new RegExp(`^\\d+ \\(.*\\) [^Z] ${process.pid} `).test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  });
}

describe('the transformer', () => {
  let transformer: ScriptTransformer | undefined;
  afterEach(async () => {
    await transformer?.close();
    transformer = undefined;
  });

  const make = (milliseconds?: number) => transformer ??= createScriptTransformer({ milliseconds });

  it('starts nothing for plain JavaScript, and leaves nothing after it is closed', async () => {
    const before = children();
    const made = make();
    expect(await made.transform('const a = 1;\nconsole.log(a)', 'javascript', 'nodejs')).toEqual({ code: 'const a = 1;\nconsole.log(a)' });
    expect(children()).toEqual(before);
    await made.warm();
    expect(children().length).toBe(before.length + 1);
    await made.close();
    expect(children()).toEqual(before);
    expect(await made.transform('let a: number', 'typescript', 'nodejs')).toEqual({ problem: expect.stringMatching(/shutting down/) });
    await made.close();
  });

  it('takes cells up to its limit, and says so above it', async () => {
    const limit = 4 * 1024 * 1024;
    const line = 'const text: string = "";';
    const filler = (length: number) => `${line}//${'x'.repeat(length - line.length - 2)}`;
    expect(await make().transform(filler(limit), 'typescript', 'nodejs')).toHaveProperty('code');
    expect(await make().transform(filler(limit + 1), 'typescript', 'nodejs'))
      .toEqual({ problem: expect.stringMatching(/4194305 characters[^]*writeFiles/) });
  });

  it('passes 100 MB of plain JavaScript on, and refuses as much with imports, without holding up the rest', async () => {
    const code = `"${'x '.repeat(50_000_000)}".length`;
    let longest = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const made = make();
    expect((await made.transform(code, 'javascript', 'nodejs') as { code: string }).code === code).toBe(true);
    expect(await made.transform(`import "x";${code}`, 'javascript', 'nodejs')).toHaveProperty('problem');
    expect(await made.transform(code, 'typescript', 'deno')).toHaveProperty('problem');
    await new Promise(resolve => setTimeout(resolve, 20));
    clearInterval(pulse);
    expect(longest).toBeLessThan(2_000);
  });

  it.each([
    ['parentheses', '('.repeat(400_000)],
    ['nested arrays', `x = ${'['.repeat(300_000)}${']'.repeat(300_000)}`],
    ['arrows', `x = ${'a=>'.repeat(300_000)}1`],
    ['operators', `x = ${'!'.repeat(900_000)}1`],
    ['blocks', '{'.repeat(500_000) + '}'.repeat(500_000)],
    ['members', `x${'.a'.repeat(500_000)}`],
    ['types', `type X = ${'['.repeat(300_000)}1${']'.repeat(300_000)}`],
    ['elements', `x = [${','.repeat(3_000_000)}]`],
    ['statements', ';'.repeat(3_000_000)],
  ])('answers %s in bounded time and works on', async (_, text) => {
    const made = make(8_000);
    for (const language of ['javascript', 'typescript'] as const) {
      expect(Object.keys(await made.transform(`import "node:fs";\n${text}`, language, 'nodejs'))).toHaveLength(1);
    }
    expect(await made.transform('let alive: number = 1', 'typescript', 'nodejs')).toEqual({ code: expect.stringMatching(/^let alive +=/) });
  }, 60_000);

  it('gives up on what takes too long, while others are served', async () => {
    const made = make(1_500);
    await made.warm();
    const hostile = made.transform(`import "node:fs";\nx = [${'{a:[b=>c]},'.repeat(300_000)}]`, 'typescript', 'nodejs');
    const cells = Array.from({ length: 20 }, (_, index) => `let v${index}: number`);
    const others = await Promise.all(cells.map(cell => made.transform(cell, 'typescript', 'deno')));
    expect(others.every(answer => 'code' in answer)).toBe(true);
    expect(Object.keys(await hostile)).toHaveLength(1);
  });

  it.each([
    '\0', '\ud800', '\u2028\u2029', '#!/usr/bin/env node\nlet x = 1', '<!-- html -->', '\ufefflet x = 1', '//# sourceMappingURL=x',
  ])('answers odd text %j', async text => {
    expect(Object.keys(await make().transform(text, 'typescript', 'nodejs'))).toHaveLength(1);
    expect(Object.keys(await make().transform(`import "fs"\n${text}`, 'javascript', 'nodejs'))).toHaveLength(1);
  });
});
