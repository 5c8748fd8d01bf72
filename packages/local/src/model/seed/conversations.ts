import { FIBONACCI } from './fibonacci.js';
import { HELLO } from './hello.js';
import { LONG_COMMAND, STOPPED_COMMAND } from './long-command.js';
import { SALES_ANALYSIS } from './sales-analysis.js';
import { READ_VARIABLE, SET_VARIABLE } from './variables.js';
import { Conversation } from '../conversation.js';

/** What the guides on the code interpreter have agents do. */
export const SEED_CONVERSATIONS: readonly Conversation[] = [
  FIBONACCI, SALES_ANALYSIS, SET_VARIABLE, READ_VARIABLE, HELLO, STOPPED_COMMAND, LONG_COMMAND,
];

/** One prompt for each thing that these conversations do. */
export const SEED_PROMPTS = {
  fibonacci: FIBONACCI.examplePrompt,
  salesAnalysis: SALES_ANALYSIS.examplePrompt,
  setVariable: SET_VARIABLE.examplePrompt,
  doubleVariable: READ_VARIABLE.examplePrompt,
  readVariable: 'What is x?',
  hello: HELLO.examplePrompt,
  longCommand: LONG_COMMAND.examplePrompt,
  stoppedCommand: STOPPED_COMMAND.examplePrompt,
} as const;
