import { expect, test } from 'vitest';
import { banner } from '../../src/cli/banner.js';
import { exportLines } from '../../src/cli/export-lines.js';
import { REPORT } from '../watch/events.js';

const facts = { report: REPORT, url: 'http://127.0.0.1:8787', page: true, interpreters: [], environment: {}, agents: [] };

test('the first line names the tier and what it does not keep apart', () => {
  const report = { ...REPORT, notIsolated: ['the kernel', 'the processors'] };
  expect(banner({ ...facts, report })[0]).toBe('sandbox     namespaces: a fork into namespaces of its own for each session; not isolated: the kernel; the processors');
});

test('then why it is not a better one', () => {
  const report = { ...REPORT, tier: 'landlock' as const, refused: [{ tier: 'namespaces' as const, reason: 'not permitted' }] };
  expect(banner({ ...facts, report })[1]).toBe('            not namespaces: not permitted');
});

test('says what there is, and what is missing', () => {
  const text = banner({
    ...facts,
    interpreters: [{ id: 'a-0123456789', networkMode: 'PUBLIC' }, { id: 'b-0123456789', networkMode: 'SANDBOX' }],
  }).join('\n');
  expect(text).toContain('listening   http://127.0.0.1:8787  (open it in a browser to watch)');
  expect(text).toContain('2 CPUs, 8 GiB of memory, 10 GiB of disk, 15 min for a call, 8 h for a task, by cgroup v1');
  expect(text).toContain('3.11.2 (/usr/bin/python3), numpy 2.3.0');
  expect(text).toContain('Node 20.19.0; Deno is not installed, so that nodejs stands in');
  expect(text).toContain('serving     a-0123456789 (PUBLIC)\n            b-0123456789 (SANDBOX)');
});

test('Deno is the default where it is', () => {
  const report = { ...REPORT, deno: { version: '2.9.6', path: '/deno' } };
  expect(banner({ ...facts, report }).join('\n')).toContain('Deno 2.9.6, the default for JavaScript and TypeScript; Node 20.19.0');
});

test('no Python, no packages, no page', () => {
  const without = banner({ ...facts, page: false, report: { ...REPORT, python: undefined, nodejs: undefined } }).join('\n');
  expect(without).toContain('none: run `agentcore-local setup`');
  expect(without).toContain('scripts     none');
  expect(without).not.toContain('browser');
  const bare = { ...REPORT, python: { version: '3.11.2', path: '/p', packages: {}, preloaded: [] } };
  expect(banner({ ...facts, report: bare }).join('\n')).toContain('no packages of interest: `agentcore-local setup`');
});

test('lines to paste: the common ones, then what an agent has besides', () => {
  const lines = banner({
    ...facts,
    environment: { AWS_REGION: 'eu-west-1', ID: 'a' },
    agents: [{ agent: 'one (Box)', variables: { ID: 'a' } }, { agent: 'two (Box)', variables: { ID: 'a', OTHER: 'b' } }],
  });
  expect(lines.slice(lines.indexOf(''))).toEqual(['', 'export AWS_REGION=eu-west-1', 'export ID=a', '# for two (Box)', 'export OTHER=b', '']);
});

test('nothing in a value is run by the shell', () => {
  expect(exportLines({ A: 'http://[::1]:1', B: "it's; $(rm)", C: '', D: 'arn:aws:x:eu:1:a/b-c' })).toEqual([
    "export A='http://[::1]:1'", "export B='it'\\''s; $(rm)'", "export C=''", 'export D=arn:aws:x:eu:1:a/b-c',
  ]);
});
