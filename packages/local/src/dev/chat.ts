import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { answerText, eventText } from './answer-text.js';
import { RunningAgent } from './start-agent.js';
import { Terminal } from './terminal.js';

export interface ChatOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly terminal: Terminal;
  /** Undefined while none runs. */
  readonly agent: () => RunningAgent | undefined;
  /** Ctrl-C, when there is no call that it could end. */
  readonly onInterrupt: () => void;
}

const HELP = `What you type goes to the agent, as {"prompt": …} to /invocations.
/new    start a new session, in which the agent knows nothing of what was said
/quit   end everything; so does Ctrl-D, and Ctrl-C when the agent is not answering
/help   this`;

/** Lets somebody talk to the agent that runs. Settles when they have had enough. */
export async function chat(options: ChatOptions): Promise<void> {
  const { input, output, terminal, onInterrupt } = options;
  const typing = createInterface({ input, output, prompt: '> ' });
  let calling: AbortController | undefined;
  typing.on('SIGINT', () => { if (calling) { calling.abort(new Error('given up')); } else { onInterrupt(); } });
  let sessionId = randomUUID();
  // From now on no line is missed.
  const lines = typing[Symbol.asyncIterator]();
  terminal.say('chat', 'type a prompt; /help says what else there is');
  terminal.ask(typing);
  for await (const line of lines) {
    terminal.stopAsking();
    const text = line.trim();
    if (text === '/quit') { break; }
    if (text === '/new') {
      sessionId = randomUUID();
      terminal.say('chat', `a new session: ${sessionId}`);
    } else if (text === '/help') {
      terminal.say('chat', HELP);
    } else if (text.startsWith('/')) {
      terminal.say('chat', `there is no ${text}; there are /new, /quit and /help`);
    } else if (text !== '') {
      calling = new AbortController();
      await talk(text, sessionId, options, calling.signal);
      calling = undefined;
    }
    terminal.ask(typing);
  }
  terminal.stopAsking();
  typing.close();
}

async function talk(prompt: string, sessionId: string, { agent, terminal }: ChatOptions, signal: AbortSignal): Promise<void> {
  const running = agent();
  if (!running) { return terminal.say('chat', 'the agent is not running; it starts again at the next change'); }
  try {
    const { body, events } = await running.invoke({ prompt }, { sessionId, signal, onEvent: (event) => terminal.write(eventText(event)) });
    if (events.length === 0) { terminal.write(`${answerText(body)}\n`); }
  } catch (error) {
    terminal.say('error', (error as Error).message);
  }
}
