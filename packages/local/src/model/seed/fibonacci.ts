import { codeConversation } from './code-conversation.js';
import { lastLine } from '../tool-output.js';

export const FIBONACCI = codeConversation({
  name: 'fibonacci',
  prompt: /\b(\d{1,4})(?:st|nd|rd|th)?\s+fibonacci\b/i,
  examplePrompt: 'Calculate the 50th Fibonacci number',
  code: ([, n]) => [
    'def fibonacci(n):',
    '    a, b = 0, 1',
    '    for _ in range(n):',
    '        a, b = b, a + b',
    '    return a',
    '',
    `print(fibonacci(${Number(n)}))`,
  ].join('\n'),
  answer: (output, [, n]) => `The ${ordinal(Number(n))} Fibonacci number is ${lastLine(output)}.`,
});

function ordinal(n: number): string {
  const suffix = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' } as const;
  return `${n}${suffix[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)]}`;
}
