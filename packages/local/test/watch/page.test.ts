import fastify, { FastifyInstance } from 'fastify';
import { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from './browser.js';
import { call, INTERPRETER, REPORT, SESSION } from './events.js';
import { SandboxError, SandboxGoneError } from '../../src/sandbox/sandbox.js';
import { History } from '../../src/watch/history.js';
import { WatchedSession } from '../../src/watch/page-sources.js';
import { registerPage } from '../../src/watch/page.js';

let browser: Browser;
let app: FastifyInstance;
let page: Page;
let history: History;
let sessions: WatchedSession[];
let url: string;
let files: Record<string, { name: string; directory: boolean; bytes: number }[]>;

beforeAll(async () => { browser = await launchBrowser(); });
afterAll(async () => { await browser?.close(); });

beforeEach(async () => {
  history = new History();
  sessions = [session('first', SESSION)];
  files = {
    '.': [{ name: 'data.csv', directory: false, bytes: 2048 }, { name: 'plots', directory: true, bytes: 4096 }],
    './plots': [{ name: 'a.png', directory: false, bytes: 10 }],
  };
  app = fastify();
  await registerPage(app, {
    report: REPORT,
    history,
    sessions: () => sessions,
    listFiles: async (interpreter, id, path) => {
      if (path === 'gone') { throw new SandboxGoneError('gone'); }
      if (interpreter !== INTERPRETER || !sessions.some(({ sessionId }) => sessionId === id)) { return undefined; }
      const entries = files[path];
      if (!entries) { throw new SandboxError('no such directory'); }
      return entries;
    },
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  page = await browser.newPage();
});

afterEach(async () => {
  await page.close();
  await app.close();
});

function session(name: string, sessionId: string): WatchedSession {
  const startedAt = new Date();
  return {
    codeInterpreterId: INTERPRETER, sessionId, name, networkMode: 'SANDBOX', status: 'READY', startedAt, expiresAt: new Date(startedAt.getTime() + 900_000),
  };
}

test('shows the tier, the sessions and the calls there are', async () => {
  history.onCall(call({ tool: 'listFiles' }));
  await page.goto(url);
  await page.getByText('Live').waitFor();
  expect(await page.locator('#tier').innerText()).toContain('namespaces');
  expect(await page.locator('#not-isolated li').allTextContents()).toEqual(REPORT.notIsolated);
  expect(await page.locator('#sessions tr').count()).toBe(1);
  expect(await page.locator('#sessions').innerText()).toContain(INTERPRETER);
  expect(await page.locator('#calls').innerText()).toMatch(/listFiles.*ok.*12\.3 ms/s);
});

test('follows calls and sessions as they come', async () => {
  await page.goto(url);
  await page.getByText('No call yet.').waitFor();
  history.onCall(call({ isError: true, output: { stdout: '', stderr: 'ValueError', exitCode: 3 } }));
  await page.locator('#calls').getByText('error, exit code 3').waitFor();
  sessions = [session('second', '01JD0000000000000000000002'), ...sessions];
  history.onSession({ at: new Date(), codeInterpreterId: INTERPRETER, sessionId: '01JD0000000000000000000002', change: 'started' });
  await page.locator('#sessions').getByText('second').waitFor();
});

test('shows what code wrote as text, never as markup', async () => {
  const hostile = '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';
  sessions = [session(hostile, SESSION)];
  files['.'] = [{ name: hostile, directory: true, bytes: 0 }];
  history.onCall(call({ tool: hostile, error: { name: hostile, message: hostile }, input: { code: hostile }, output: { stdout: hostile, stderr: '', exitCode: 0 } }));
  await page.goto(url);
  await page.locator('#sessions button').click();
  await page.locator('#files button').waitFor();
  await page.locator('#calls button').click();
  expect(await page.locator('pre').allTextContents()).toEqual([hostile, hostile]);
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).toBe('Local code interpreter');
});

test('shows the files of a session, and its calls only', async () => {
  history.onCall(call({ tool: 'readFiles' }));
  history.onCall(call({ tool: 'executeCommand', sessionId: '01JD0000000000000000000009' }));
  await page.goto(url);
  await page.getByRole('button', { name: 'first' }).click();
  await page.getByText('data.csv').waitFor();
  expect(await page.locator('#files tr').first().innerText()).toContain('plots/');
  expect(await page.locator('#files').innerText()).toContain('2.0 KiB');
  expect(await page.locator('#calls').innerText()).not.toContain('executeCommand');
  await page.getByRole('button', { name: 'plots/' }).click();
  await page.getByText('a.png').waitFor();
  await page.getByRole('button', { name: 'working folder' }).click();
  await page.getByText('data.csv').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.locator('#calls').getByText('executeCommand').waitFor();
});

test('connects again when the service comes back, and loads nothing from elsewhere', async () => {
  const elsewhere: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => { if (!request.url().startsWith(url)) { elsewhere.push(request.url()); } });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => { if (message.text().includes('Content Security Policy')) { problems.push(message.text()); } });
  await page.goto(url);
  await page.getByText('Live').waitFor();
  const { port } = new URL(url);
  await app.close();
  await page.getByText('Not connected').waitFor();
  app = fastify();
  await registerPage(app, { report: REPORT, history, sessions: () => [], listFiles: async () => undefined });
  await app.listen({ host: '127.0.0.1', port: Number(port) });
  await page.getByText('Live').waitFor();
  await page.getByText('No session yet.').waitFor();
  expect(elsewhere).toEqual([]);
  expect(problems).toEqual([]);
});

test('can be used by keyboard and read aloud', async () => {
  history.onCall(call({ input: { code: '1+1' } }));
  await page.goto(url);
  await page.getByRole('button', { name: 'first' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('data.csv').waitFor();
  expect(await page.getByRole('button', { name: 'first' }).getAttribute('aria-pressed')).toBe('true');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('first');
  const details = page.getByRole('button', { name: /Show details of executeCode/ });
  await details.press('Enter');
  await page.getByText('1+1').waitFor();
  expect(await page.getByRole('button', { name: /Hide details of executeCode/ }).getAttribute('aria-expanded')).toBe('true');
  for (const table of ['Sessions', 'Calls']) { expect(await page.getByRole('region', { name: table }).getByRole('table').count()).toBe(1); }
});
