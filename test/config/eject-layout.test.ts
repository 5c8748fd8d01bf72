import * as fc from 'fast-check';
import { Brackets, flat, Layout, Layouter } from '../../src/config/eject/layout';

const layouter = new Layouter({ indent: '  ', width: 20 });
const call = (...items: Layout[]): Brackets => ({ open: '(', items, close: ')' });
const object = (...items: Layout[]): Brackets => ({ open: '{', items, close: '}', spaced: true });

test.each<[string, Layout, string[]]>([
  ['what fits', ['f', call('a', object('b'))], ['f(a, { b })']],
  ['exactly the width', ['f', call('a'.repeat(17))], [`f(${'a'.repeat(17)})`]],
  ['one more than the width', ['f', call('a'.repeat(18))], ['f(', `  ${'a'.repeat(18)},`, ')']],
  ['the width with what follows', ['f', call('a'.repeat(17)), ';'], ['f(', `  ${'a'.repeat(17)},`, ');']],
  ['a last argument in brackets of its own', ['f', call('this', object('first', 'second'))], ['f(this, {', '  first,', '  second,', '})']],
  ['a last argument that does not get to the line of the call', ['f', call('a'.repeat(17), object('b'))], ['f(', `  ${'a'.repeat(17)},`, '  { b },', ')']],
  ['the only argument that is a call', ['f', call(['new X', call(object('first: 1', 'second'))])], ['f(new X({', '  first: 1,', '  second,', '}))']],
  ['a last argument that is a call beside others', ['f', call('a', ['g', call('b'.repeat(14))])], ['f(', '  a,', `  g(${'b'.repeat(14)}),`, ')']],
  ['an argument that asks a call for something', ['ff', call([['g', call('x'.repeat(12))], '.h'])], ['ff(', `  g(${'x'.repeat(12)}).h,`, ')']],
  ['inner brackets that fit again', object(['a: ', { open: '[', items: ['b', 'c'], close: ']' }], 'd'.repeat(15)), ['{', '  a: [b, c],', `  ${'d'.repeat(15)},`, '}']],
  ['the longest of two calls', [['new X', call('first', object('second: 2'))], '.y', call('z')], ['new X(first, {', '  second: 2,', '}).y(z)']],
  ['the first arguments together', ['f', { ...call('self', '"A"', 'first=1', 'second=2'), together: 2 }],
    ['f(', '  self, "A",', '  first=1,', '  second=2,', ')']],
  ['the first arguments that do not fit together', ['f', { ...call('a'.repeat(10), 'b'.repeat(10), 'c=1'), together: 2 }],
    ['f(', `  ${'a'.repeat(10)},`, `  ${'b'.repeat(10)},`, '  c=1,', ')']],
  ['arguments of which none come first', ['f', { ...call('first=1', 'second=22'), together: 0 }], ['f(', '  first=1,', '  second=22,', ')']],
  ['brackets that one line does without', ['import ', { ...call('A', 'B'), bare: true }], ['import A, B']],
  ['and that several lines need', ['import ', { ...call('Aaaaaaaa', 'Bbbbbbb'), bare: true }], ['import (', '  Aaaaaaaa,', '  Bbbbbbb,', ')']],
  ['a text that is too long', ['x'.repeat(15), ' = ', 'y'.repeat(15)], [`${'x'.repeat(15)} = ${'y'.repeat(15)}`]],
  ['empty brackets that are too far out', ['x'.repeat(20), call()], [`${'x'.repeat(20)}()`]],
  ['empty brackets', ['x = ', object()], ['x = {}']],
])('writes %s', (_, layout, lines) => {
  expect(layouter.lines(layout)).toBe(lines.join('\n'));
});

test('indents what is inside', () => {
  expect(layouter.lines(['f', call('a', object('first: 1', 'second'))], 2)).toBe('    f(a, {\n      first: 1,\n      second,\n    })');
});

test('whatever is written is the code of one line, but for white space and trailing commas', () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  const { layout } = fc.letrec<{ layout: Layout; items: Layout[] }>((tie) => ({
    layout: fc.oneof({ maxDepth: 4 }, word,
      tie('items').map((items) => call(...items)), tie('items').map((items) => object(...items)),
      fc.tuple(word, tie('items')).map(([name, items]) => [name, { ...call(...items), together: 1 }]),
      fc.tuple(word, tie('items'), word).map(([name, items, after]) => [name, call(...items), '.', after])),
    items: fc.array(tie('layout'), { maxLength: 4 }),
  }));
  const plain = (code: string) => code.replace(/,(?=\s*[)}\]])|\s/g, '');
  fc.assert(fc.property(layout, (generated) => {
    const written = layouter.lines(generated);
    expect(plain(written)).toBe(plain(flat(generated)));
    expect(written).not.toMatch(/ $/m);
  }));
});
