import { codeConversation } from './code-conversation.js';
import { lastLine } from '../tool-output.js';

const NAME = '[A-Za-z_]\\w*';
const OPERAND = `(?:${NAME}|\\d+(?:\\.\\d+)?)`;
const OPERATOR = '(?:\\*\\*|//|[-+*/%])';

export const SET_VARIABLE = codeConversation({
  name: 'set a variable',
  prompt: new RegExp(`^\\s*set\\s+(${NAME})\\s*(?:=|\\bto\\b)\\s*(-?\\d+(?:\\.\\d+)?)\\s*(?:\\.\\s*)?$`, 'i'),
  examplePrompt: 'Set x = 100',
  code: ([, name, value]) => `${name} = ${value}\nprint(${name})`,
  answer: (output, [, name]) => `${name} is now ${lastLine(output)}.`,
});

export const READ_VARIABLE = codeConversation({
  name: 'a variable or a sum',
  prompt: new RegExp(`^\\s*what(?:\\s+is|['’]s)\\s+(${OPERAND}(?:\\s*${OPERATOR}\\s*${OPERAND})*)\\s*(?:\\?\\s*)*$`, 'i'),
  examplePrompt: 'What is x * 2?',
  code: ([, expression]) => `print(${expression})`,
  answer: (output, [, expression]) => `${expression} is ${lastLine(output)}.`,
  failure: (output) => {
    const [, name] = /NameError: name '(\w+)' is not defined/.exec(output) ?? [];
    return name === undefined ? undefined : `Error: ${name} is not defined in this session.`;
  },
});
