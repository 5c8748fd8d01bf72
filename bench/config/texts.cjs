/* Configuration files: of any number of interpreters, and those that somebody could break a reader with. */

/** What one interpreter is, for the file and for the code that it is compared to. */
exports.interpreter = (index) => ({ name: `interpreter${index}`, description: `Runs code of team ${index}`, team: `team${index}` });

exports.fileOf = (count) => {
  const interpreters = Array.from({ length: count }, (_, index) => exports.interpreter(index)).map(({ name, description, team }) => `
    ${name}:
      description: ${description}
      network:
        mode: SANDBOX
      tags:
        Team: ${team}`);
  return `service: bench\nprovider: { name: aws }\nagents:\n  codeInterpreters:${interpreters.join('')}\n`;
};

/** Beyond it a file is refused for its length: src/config/reading/compose.ts. */
const LARGEST = 256 * 1024 - 100;
const tenTimes = (text) => Array(10).fill(text);
const filled = (text, length = LARGEST) => text.repeat(Math.floor(length / text.length));
const lines = (line, length = LARGEST - 100) => {
  const all = [];
  for (let index = 0, written = 0; written < length; index++, written += all[index - 1].length) { all.push(line(index)); }
  return all.join('');
};
/** So that there are no more words in it than may be. */
const LESS = 0.56 * LARGEST;

/** By what they are full of, up to the longest that is read: each has to be answered in a second. */
exports.HOSTILE = {
  'a megabyte, too long': `agents: {}\n${filled('# nothing to see here\n', 1_000_000)}`,
  'comments': `agents: {}\n${filled('# nothing to see here\n')}`,
  'too many words': `agents:\n  codeInterpreters:\n${lines((index) => `    interpreter${index}: { network: { mode: SANDBOXX } }\n`)}`,
  'wrong values': `agents:\n  codeInterpreters:\n${lines((index) => `    interpreter${index}: { network: { mode: SANDBOXX } }\n`, LESS)}`,
  'wrong references': `agents:\n  codeInterpreters:\n${lines((index) => `    interpreter${index}: { role: !GetAtt Gone${index}.Arn }\n`, LESS)}`,
  'unknown keys': `agents:\n  codeInterpreters:\n    a:\n${lines((index) => `      key${index}: x\n`, LESS)}`,
  'one text': `agents: { a: { description: "${filled('x')}" } }\n`,
  'variables without an end': `agents: { a: { description: "${filled('${')}" } }\n`,
  'variables': `agents: { a: { description: "${filled('${self:service}')}" } }\n`,
  'brackets': `agents: ${filled('[')}`,
  'one key': `agents:\n${filled('  a: x\n')}`,
  'tabs': `agents:\n${filled('\t')}`,
  'tags': `agents: { a: ${filled('!Sub ')} x }\n`,
  'a bomb of aliases': `a0: &a0 [${tenTimes('x')}]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${tenTimes(`*a${i}`)}]\n`).join('')}agents: *a9\n`,
  'a bomb of merge keys': `a0: &a0 { x: x }\n${Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} { l${i}: *a${i}, r${i}: *a${i}, <<: *a${i} }\n`).join('')}agents: *a20\n`,
  'a bomb of variables': `custom:\n  a0: x\n${Array.from({ length: 9 }, (_, i) => `  a${i + 1}: ${tenTimes(`\${self:custom.a${i}}`).join('')}\n`).join('')}agents: { a: { description: "\${self:custom.a9}" } }\n`,
};
