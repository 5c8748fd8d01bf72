import { ScriptedModel, startScriptedModel } from 'agentcore-code-interpreter-local/model';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { CLICK, LINKS, SALES, Watched } from './browser/conversations.js';
import { ExampleAgent } from './browser/example-agent.js';
import { productPage, TOTAL } from './browser/product-page.js';
import { StandInBrowserService } from './browser/stand-in-browser-service.js';
import { ServiceForAdapters } from './service-for-adapters.js';

const local = new ServiceForAdapters();
const model = new Watched();
let scripted: ScriptedModel | undefined;
let browsers: StandInBrowserService;
let agent: ExampleAgent;

beforeAll(async () => {
  scripted = await startScriptedModel({ conversations: [SALES, LINKS, CLICK].map((conversation) => model.watch(conversation)) });
  browsers = await StandInBrowserService.start(local.service.url);
  agent = await ExampleAgent.start({
    ...local.service.environment,
    ...scripted.environment,
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: browsers.url,
    BROWSER_STREAM_ENDPOINT: browsers.url.replace('http:', 'ws:'),
  });
});
afterAll(async () => {
  await agent?.[Symbol.asyncDispose]();
  await browsers?.[Symbol.asyncDispose]();
  await scripted?.close();
});

test('the model has the tools of both, and what it reads in the browser is calculated with in the interpreter', async () => {
  expect(await agent.invoke(`What were the sales at ${await productPage()}?`)).toEqual({ result: `They were ${TOTAL}.` });

  const { tools, calls } = model.last;
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['execute_code', 'stop_task', 'navigate_browser', 'extract_text']));
  expect(calls.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Products \(http:\S+\/products\)$/), 'About us\nchair\t3\t49.5\ndesk\t2\t180\nlamp\t7\t12.25', TOTAL,
  ]);
});

test('calls of the browser that the model makes at once happen in turn, in one session', async () => {
  const before = browsers.sessions.size;
  const page = await productPage();

  expect(await agent.invoke(`Where do the links of ${page} lead?`)).toEqual({
    result: `Products (${page})\nAbout us: ${new URL('/about', page).href}`,
  });
  expect(browsers.sessions.size).toBe(before + 1);
});

test('what goes wrong on a page is told to the model, which can go on', async () => {
  expect(await agent.invoke('Click anything')).toEqual({ result: expect.stringMatching(/^It said: Error: page\.click: [^]*button\[/) });
});

test('what AWS refuses is told to the model too', async () => {
  browsers.refused = 'start';
  onTestFinished(() => { browsers.refused = undefined; });

  expect(await agent.invoke('Click anything')).toEqual({ result: expect.stringContaining('AccessDeniedException: no start for anyone') });
});

test('a browser session that cannot be stopped does not cost the answer', async () => {
  browsers.refused = 'stop';
  onTestFinished(() => { browsers.refused = undefined; });

  expect(await agent.invoke('Click anything')).toEqual({ result: expect.stringMatching(/^It said: /) });
  await agent.printed('the browser session was not stopped: it ends by its timeout');
});

test('no session is left, neither of the browser nor of the interpreter', async () => {
  const before = browsers.sessions.size;
  await agent.invoke(`What were the sales at ${await productPage()}?`);

  const sessions = [...browsers.sessions.values()].slice(before).map(({ stopped, connections }) => ({ stopped, connections }));
  expect(sessions).toEqual([{ stopped: true, connections: 1 }]);
  expect(await local.sessionNames()).toEqual([]);
});
