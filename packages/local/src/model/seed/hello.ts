import { codeConversation } from './code-conversation.js';
import { lastLine } from '../tool-output.js';

export const HELLO = codeConversation({
  name: 'hello',
  prompt: /^(?=[^]*\bhello\b)(?=[^]*\bcustom\b)/i,
  examplePrompt: 'Say hello from the custom interpreter',
  code: () => 'print(\'Hello from custom interpreter!\')',
  answer: (output) => `The code interpreter says: ${lastLine(output)}`,
});
