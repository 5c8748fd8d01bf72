import { ConverseRequest, Message } from './converse-request.js';
import { ServiceException } from '../operations/service-exception.js';

/**
 * The rules of Converse that agents break by mistake: a request that is refused there is refused here. The words are near Bedrock's.
 * @throws ServiceException
 */
export function checkMessages({ messages, toolConfig }: ConverseRequest): void {
  const [first] = messages;
  if (first?.role !== 'user') {
    throw invalid('A conversation must start with a user message. Try again with a conversation that starts with a user message.');
  }
  let asked: readonly string[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role === messages[index - 1]?.role) {
      throw invalid(`A conversation must alternate between user and assistant roles, but messages.${index} is of the ${message.role} again.`);
    }
    checkTexts(message, index);
    checkResults(message, index, asked);
    asked = toolUseIds(message);
  }
  if (messages.at(-1)?.role !== 'user') { throw invalid('The conversation must end with a user message.'); }
  if (toolConfig === undefined && messages.some(({ content }) => content.some(({ toolUse, toolResult }) => toolUse ?? toolResult))) {
    throw invalid('The toolConfig field must be defined when using toolUse and toolResult content blocks.');
  }
}

function checkTexts({ content }: Message, index: number): void {
  for (const [block, { text }] of content.entries()) {
    if (text?.trim() === '') {
      throw invalid(`The text field in the ContentBlock object at messages.${index}.content.${block} is blank. `
        + 'Add text to the text field, and try again.');
    }
  }
}

/** Each tool use is answered in the next message, and nothing else is. */
function checkResults({ role, content }: Message, index: number, asked: readonly string[]): void {
  if (role === 'assistant') { return; }
  const answered = content.flatMap(({ toolResult }) => (toolResult ? [toolResult.toolUseId] : []));
  const missing = asked.filter((id) => !answered.includes(id));
  if (missing.length > 0) {
    throw invalid(`Expected toolResult blocks at messages.${index}.content for the following Ids: ${missing.join(', ')}`);
  }
  const unasked = answered.filter((id, at) => !asked.includes(id) || answered.indexOf(id) !== at);
  if (unasked.length > 0) {
    throw invalid(`The toolResult blocks at messages.${index}.content answer no toolUse block of the previous turn: ${unasked.join(', ')}`);
  }
}

function toolUseIds({ content }: Message): string[] {
  return content.flatMap(({ toolUse }) => (toolUse ? [toolUse.toolUseId] : []));
}

function invalid(message: string): ServiceException {
  return new ServiceException('ValidationException', message);
}
