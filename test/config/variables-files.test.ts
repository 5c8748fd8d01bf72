import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { place, resolved } from './fixtures/reading/helpers';
import { valueOf } from '../../src/config/node';
import { VariableSources } from '../../src/config/variables/sources';
import { temporaryDirectory } from '../fixtures/agents/helpers';

const INSIDE = {
  'values.yml': 'name: shop-${sls:stage}\nlist: [a, { b: c }]\nrole: !GetAtt Role.Arn\nother: ${file(more/values.json):text}\nservice: ${self:service}\nempty:\n',
  'more/values.json': '{\n\t"text": "of JSON",\n\t"stages": { "dev": 1 }\n}',
  'list.YAML': '- x\n- y\n',
  'state.tfstate': '{ "outputs": { "x": 1 } }',
  'policy.txt': 'plain ${self:service} text\n',
  'empty.yml': '# nothing\n',
  'wrong.yml': 'a: 1\nb: [\n',
  'again.yml': 'a: ${file(again.yml)}\n',
  'round.yml': 'a: ${file(trip.yml):b}\nb: 1\n',
  'trip.yml': 'b: ${file(round.yml):a}\n',
  'serverless.yml': 'custom: { a: 1 }\n',
  'code.js': 'module.exports = 1;',
  'code.mts': 'export default 1;',
  'space name.yml': 'a: 1\n',
  'big.yml': 'x'.repeat(256 * 1024 + 1),
  'secret/key.yml': 'a: secret\n',
};

function read(text: string, directory: string, given: Partial<VariableSources> = {}) {
  const { value, ...rest } = resolved(`service: shop\nagents: ${JSON.stringify(text)}\n`, { directory, ...given });
  return { value: value.agents, ...rest };
}

const MARK = 'serverless.yml:2:9  agents: ';

describe('a file', () => {
  const directory = () => temporaryDirectory(INSIDE);

  test.each<[string, unknown]>([
    ['${file(values.yml):name}', 'shop-dev'],
    ['${file(./values.yml):list.1.b}', 'c'],
    ['${file(values.yml):list[0]}', 'a'],
    ['${file(values.yml):role}', { 'Fn::GetAtt': ['Role', 'Arn'] }],
    ['${file(values.yml):other}', 'of JSON'],
    ['${file(values.yml):service}', 'shop'],
    ['${file(more/values.json)}', { text: 'of JSON', stages: { dev: 1 } }],
    ['${file(more/values.json):stages.${sls:stage}}', 1],
    ["${file('more/values.json'):text}", 'of JSON'],
    ['${file( "space name.yml" ):a}', 1],
    ['${file(${self:service, \'x\'}.yml), "z"}', 'z'],
    ['${file(list.YAML)}', ['x', 'y']],
    ['${file(state.tfstate):outputs.x}', 1],
    ['${file(policy.txt)}', 'plain ${self:service} text\n'],
    ["${file(policy.txt):x, 'z'}", 'z'],
    ["${file(empty.yml), 'z'}", 'z'],
    ["${file(values.yml):empty, 'z'}", 'z'],
    ["${file(values.yml/x.yml), 'z'}", 'z'],
    ['${file(serverless.yml):custom.a}', 1],
    ['x-${file(values.yml):name}-${file(values.yml):list.0}', 'x-shop-dev-a'],
  ])('is read: %s', (text, expected) => {
    expect(read(text, directory())).toMatchObject({ value: expected, problems: [] });
  });

  test('keeps the places of maps and lists, and the name that it has beside the configuration', () => {
    const text = 'agents: ${file(values.yml)}\n';
    const { node } = resolved(text, { directory: directory(), file: 'infra/serverless.yml' });
    expect(valueOf(node, 'agents', 'list')!.at).toEqual({ file: path.join('infra', 'values.yml'), line: 2, column: 7 });
    expect(place(valueOf(node, 'agents', 'role')!.at)).toBe('3:7');
  });

  test('is plain text within Fn::Sub, unless it is YAML', () => {
    expect(resolved("agents: [!Sub '${file(policy.txt)}', !Sub '${file(sub.yml):a}']\n", { directory: temporaryDirectory({ 'policy.txt': '${x}', 'sub.yml': 'a: ${X}-${sls:stage}\n' }) }).value)
      .toEqual({ agents: [{ 'Fn::Sub': '${!x}' }, { 'Fn::Sub': '${X}-dev' }] });
  });

  test.each<[string, string]>([
    ['${file(gone.yml)}', `${MARK}\${file(gone.yml)} has no value: there is no file "gone.yml" in DIR; correct it, or give a fallback after a comma: \${…, 'value'}`],
    ['${file(values.yml):nam}', `${MARK}\${file(values.yml):nam} has no value: values.yml has no "nam"; did you mean "name"?`],
    ['${file(policy.txt):x}', `${MARK}\${file(policy.txt):x} has no value: "policy.txt" is no YAML or JSON file, so it has no "x"; correct it, or give a fallback after a comma: \${…, 'value'}`],
    ['${file(empty.yml)}', `${MARK}\${file(empty.yml)} has no value: empty.yml is null; correct it, or give a fallback after a comma: \${…, 'value'}`],
    ['${file(wrong.yml)}', 'wrong.yml:3:1: a list in [ ] is not closed, or its lines do not begin further right than its key'],
    ["${file(wrong.yml), 'z'}", 'wrong.yml:3:1: a list in [ ] is not closed, or its lines do not begin further right than its key'],
    ['${file(code.js)}', `${MARK}"code.js" is code, and nothing is executed; write its result to a YAML or JSON file, or pass values as parameters: { name: value }`],
    ["${file(code.mts):x, 'z'}", `${MARK}"code.mts" is code, and nothing is executed; write its result to a YAML or JSON file, or pass values as parameters: { name: value }`],
    ['${file(more)}', `${MARK}"more" is no file`],
    ['${file(big.yml)}', `${MARK}"big.yml" has 262145 bytes, allowed: 262144; bring in smaller files`],
    ['${file()}', `${MARK}file needs a path: \${file(path/to/file.yml):key}`],
    ['${file:x}', `${MARK}file needs a path: \${file(path/to/file.yml):key}`],
    ['${file(${opt:a}.yml)}', `${MARK}\${opt:a} has no value: the option "a" is not given (options: { a: value }); correct it, or give a fallback after a comma: \${…, 'value'}`],
    ['${file(a\\0b.yml)}', `${MARK}\${file(a\\0b.yml)} has no value: there is no file "a\\\\0b.yml" in DIR; correct it, or give a fallback after a comma: \${…, 'value'}`],
    ['${file(a\0b.yml)}', `${MARK}"a\\u0000b.yml" cannot be read (ERR_INVALID_ARG_VALUE)`],
    [`\${file(${'x'.repeat(300)})}`, `${MARK}"${'x'.repeat(99)}… (302 characters) cannot be read (ENAMETOOLONG)`],
    ['${file(again.yml)}', 'again.yml:1:4  a: ${file(again.yml)} comes back to itself: the file → a → the file'],
    ['${file(round.yml):a}', 'trip.yml:1:4  b: ${file(round.yml):a} comes back to itself: a → b → a'],
    ['${file(serverless.yml):custom.gone}', `${MARK}\${file(serverless.yml):custom.gone} has no value: custom has no "gone"; correct it, or give a fallback after a comma: \${…, 'value'}`],
  ])('fails: %s', (text, expected) => {
    const folder = directory();
    expect(read(text, folder).problems).toEqual([expected.replace('DIR', folder)]);
  });

  test('fails once, however often it is brought in', () => {
    expect(read('${file(wrong.yml)} ${file(wrong.yml):a}', directory()).problems).toHaveLength(1);
  });

  test('fails where all together are too big', () => {
    const files = Object.fromEntries([0, 1, 2].map((index) => [`f${index}.txt`, 'x'.repeat(250_000)]));
    expect(read('${file(f0.txt)}${file(f1.txt)}${file(f0.txt)}${file(f2.txt)}', temporaryDirectory(files)).problems).toEqual([
      `${MARK}all files that are brought in have more than 524288 bytes together; bring in less`,
    ]);
  });
});

describe('what is elsewhere', () => {
  const layout = () => {
    const top = temporaryDirectory({ 'inside/own.yml': 'a: own\n', 'elsewhere/other.yml': 'a: other\n', 'inside-too/other.yml': 'a: no\n' });
    const [inside, elsewhere] = [path.join(top, 'inside'), path.join(top, 'elsewhere')];
    fs.symlinkSync(path.join(elsewhere, 'other.yml'), path.join(inside, 'link.yml'));
    fs.symlinkSync(elsewhere, path.join(inside, 'folder'));
    fs.symlinkSync(path.join(inside, 'own.yml'), path.join(inside, 'inner.yml'));
    fs.symlinkSync(inside, path.join(top, 'alias'));
    fs.symlinkSync('loop.yml', path.join(inside, 'loop.yml'));
    return { top, inside, elsewhere };
  };

  test.each([
    ['above', () => '../elsewhere/other.yml'],
    ['the folder above', () => '..'],
    ['beside, with a name that begins alike', () => '../inside-too/other.yml'],
    ['at an absolute path', ({ elsewhere }: { elsewhere: string }) => path.join(elsewhere, 'other.yml')],
    ['in the home folder', () => '~/other.yml'],
    ['the home folder', () => '~'],
    ['nowhere, which is not told', () => '../gone.yml'],
    ['behind a link to a file', () => 'link.yml'],
    ['behind a link to a folder', () => 'folder/other.yml'],
    ['a device', () => '/dev/zero'],
  ])('is not read: %s', (_, pathOf) => {
    const folders = layout();
    const name = pathOf(folders);
    expect(read(`\${file(${name}):a, 'z'}`, folders.inside).problems).toEqual([
      `${MARK}${JSON.stringify(name)} is outside the folder of the configuration, ${folders.inside}; move it there, or allow its folder: readableDirectories`,
    ]);
  });

  test('is read where that is allowed', () => {
    const { top, inside, elsewhere } = layout();
    const given = { readableDirectories: [elsewhere, path.join(top, 'gone')] };
    for (const name of ['../elsewhere/other.yml', path.join(elsewhere, 'other.yml'), 'link.yml', 'folder/other.yml']) {
      expect(read(`\${file(${name}):a}`, inside, given)).toMatchObject({ value: 'other', problems: [] });
    }
    expect(read(`\${file(~/${path.basename(top)}/gone.yml), 'z'}`, inside, { readableDirectories: [os.homedir()] })).toMatchObject({ value: 'z', problems: [] });
  });

  test('is not what a link within the folder leads to, nor a folder that is reached through a link', () => {
    const { top, inside } = layout();
    expect(read('${file(inner.yml):a}', inside).value).toBe('own');
    expect(read('${file(own.yml):a}', path.join(top, 'alias')).value).toBe('own');
    expect(read(`\${file(${path.join(inside, 'own.yml')}):a}`, path.join(top, 'alias')).value).toBe('own');
  });

  test('fails with links in a circle, and does not wait for pipes', () => {
    const { inside } = layout();
    execFileSync('mkfifo', [path.join(inside, 'pipe.yml')]);
    expect(read('${file(loop.yml)}', inside).problems).toEqual([`${MARK}"loop.yml" cannot be read (ELOOP)`]);
    expect(read('${file(pipe.yml)}', inside).problems).toEqual([`${MARK}"pipe.yml" is no file`]);
  });
});
