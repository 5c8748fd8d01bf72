import { Conversation, Turn } from 'agentcore-code-interpreter-local/model';

const url = (prompt: string): string => /http:[^\s?]+/.exec(prompt)?.[0] ?? '';

/** Adds up the rows of the page that it is given. */
const sumOf = (page: string): string => [
  `rows = [line.split("\\t") for line in ${JSON.stringify(page)}.splitlines() if line.count("\\t") == 2]`,
  'print(sum(int(sold) * float(price) for _, sold, price in rows))',
].join('\n');

/** Browses, reads, and calculates with what it read. */
export const SALES: Conversation = {
  name: 'sales',
  prompt: /^What were the sales at http:/,
  play: ({ prompt, calls: [opened, read, calculated] }) => {
    if (!opened) { return { call: [{ tool: 'navigate_browser', input: { url: url(prompt) } }] }; }
    if (!read) { return { call: [{ tool: 'extract_text', input: {} }] }; }
    if (!calculated) { return { call: [{ tool: 'execute_code', input: { code: sumOf(read.text) } }] }; }
    return { say: `They were ${calculated.text.trim()}.` };
  },
};

/** Calls two tools at once. */
export const LINKS: Conversation = {
  name: 'links',
  prompt: /^Where do the links of http:/,
  play: ({ prompt, calls }) => calls.length === 0
    ? { call: [{ tool: 'navigate_browser', input: { url: url(prompt) } }, { tool: 'extract_hyperlinks', input: {} }] }
    : { say: calls.map(({ text }) => text).join('\n') },
};

/** Clicks what is no selector. */
export const CLICK: Conversation = {
  name: 'click',
  prompt: /^Click /,
  play: ({ calls: [clicked] }) => clicked
    ? { say: `It said: ${clicked.text}` }
    : { call: [{ tool: 'click_element', input: { selector: 'button[' } }] },
};

/** Keeps the last turn of all conversations. */
export class Watched {
  public last!: Turn;

  public watch({ play, ...conversation }: Conversation): Conversation {
    return {
      ...conversation,
      play: (turn) => {
        this.last = turn;
        return play(turn);
      },
    };
  }
}
