// @ts-check
import { tool } from 'langchain';
import { z } from 'zod';

const MOST_CHARACTERS = 20_000;
const TIMEOUT_MS = 15_000;

const NOTHING = z.object({});
const PLACE = z.object({ selector: z.string().describe('CSS selector of the element') });
const INPUT = PLACE.extend({ text: z.string() });
const PAGE = z.object({ url: z.url({ protocol: /^https?$/ }) });

const WHERE = '`${document.title} (${location.href})`';
const TEXT = 'document.body.innerText';
const LINKS = '[...document.links].map((link) => `${link.innerText.trim()}: ${link.href}`).join("\\n")';

/**
 * Tools for a browser of AgentCore. Their names are those of langchain-aws.
 *
 * @param {import('bedrock-agentcore/browser/playwright').PlaywrightBrowser} browser
 */
export function browserTools(browser) {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();

  /**
   * There is one page: what the model calls at once happens in turn.
   *
   * @template Input
   * @param {(input: Input) => Promise<string>} act
   */
  function inTurn(act) {
    return (/** @type {Input} */ input) => {
      const done = last.then(() => act(input));
      last = done.catch(() => undefined);
      return done.then(limited);
    };
  }

  /** @param {string} script */
  const read = (script) => inTurn(() => browser.evaluate({ script }));

  return [
    tool(inTurn(async ({ url }) => {
      await browser.navigate({ url, timeout: 2 * TIMEOUT_MS });
      return browser.evaluate({ script: WHERE });
    }), { name: 'navigate_browser', description: 'Open a page.', schema: PAGE }),
    tool(inTurn(async () => {
      await browser.back();
      return browser.evaluate({ script: WHERE });
    }), { name: 'navigate_back', description: 'Go back to the page before.', schema: NOTHING }),
    tool(inTurn(async ({ selector }) => {
      await browser.click({ selector, timeout: TIMEOUT_MS });
      return `Clicked ${selector}`;
    }), { name: 'click_element', description: 'Click an element of the page.', schema: PLACE }),
    tool(inTurn(async ({ selector, text }) => {
      await browser.fill({ selector, value: text, timeout: TIMEOUT_MS });
      return `Filled in ${selector}`;
    }), { name: 'type_text', description: 'Fill in a field of the page.', schema: INPUT }),
    tool(read(WHERE), { name: 'current_webpage', description: 'Say which page is open.', schema: NOTHING }),
    tool(read(TEXT), { name: 'extract_text', description: 'Read what the page shows.', schema: NOTHING }),
    tool(read(LINKS), { name: 'extract_hyperlinks', description: 'List the links of the page.', schema: NOTHING }),
  ];
}

/** @param {string} text */
function limited(text) {
  if (text.length <= MOST_CHARACTERS) { return text || '(nothing)'; }
  return `${text.slice(0, MOST_CHARACTERS)}\n[${MOST_CHARACTERS} of ${text.length} characters]`;
}
