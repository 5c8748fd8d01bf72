import { expect, test } from 'vitest';
import { resultFrame } from '../recorded/frames.js';
import { LISTED, PRINTED, RAISED, WROTE } from '../recorded/results.js';
import { ProgressLog, runnerOnStandIn } from '../recorded/runner-on-stand-in.js';
import { Answer, frames, results } from '../recorded/stand-in-service.js';

const PRINT = { code: 'print("hi")' };

test('a result as it was recorded comes out as text, and with its figures', async () => {
  const { runner, service } = await runnerOnStandIn();
  service.next('invoke', results(PRINTED), results(RAISED), results(WROTE), results(LISTED));

  const printed = await runner.run('execute_code', PRINT);
  const raised = await runner.run('execute_code', PRINT);
  const wrote = await runner.run('write_files', { files: [{ path: 'a', text: '' }, { path: 'b', text: '' }] });
  const listed = await runner.run('list_files', {});

  expect(printed).toMatchObject({ text: PRINTED.structuredContent.stdout, isError: false, artifact: { exitCode: 0 } });
  expect(raised).toMatchObject({ isError: true, artifact: { exitCode: 1, executionTimeSeconds: RAISED.structuredContent.executionTime } });
  expect(wrote).toMatchObject({ text: 'Successfully wrote all 2 files', isError: false });
  expect(listed.artifact.entries.map(({ path }) => path)).toEqual(['log', 'data.csv', 'stats.py', '.ipython']);
});

test('every result of the stream counts, and each is told as it comes', async () => {
  const { runner, service } = await runnerOnStandIn();
  service.next('invoke', results(
    { content: [{ type: 'text', text: 'first' }], structuredContent: { stdout: 'first' } },
    { content: [{ type: 'text', text: 'second' }], structuredContent: { stdout: 'second', exitCode: 2 }, isError: true },
  ));
  const log = new ProgressLog();

  const outcome = await runner.run('execute_code', PRINT, { onProgress: log.onProgress, threadId: 'a' });

  expect(outcome).toMatchObject({ text: 'first\nsecond\nexit code 2', isError: true, artifact: { stdout: 'firstsecond', exitCode: 2 } });
  expect(log.all.filter(({ event }) => event === 'output')).toMatchObject([{ text: 'first', threadId: 'a' }, { text: 'second\nexit code 2' }]);
  expect(log.all.at(-1)).toMatchObject({ event: 'finished', isError: true, seconds: expect.any(Number) as number });
});

test('a frame that comes in pieces is put together', async () => {
  const { runner, service } = await runnerOnStandIn();
  const inPieces: Answer = async (response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    for (const byte of resultFrame({ content: [{ type: 'text', text: 'ünïcode 😀' }] })) {
      await new Promise((resolve) => { response.write(Buffer.from([byte]), resolve); });
    }
    response.end();
  };
  service.next('invoke', inPieces);

  expect((await runner.run('execute_code', PRINT)).text).toBe('ünïcode 😀');
});

test('a stream without any result is said to be without output', async () => {
  const { runner, service } = await runnerOnStandIn();
  service.next('invoke', frames(), frames());

  expect(await runner.run('execute_code', PRINT)).toMatchObject({ text: '(no output)', isError: false });
  expect(await runner.run('list_files', {})).toMatchObject({ text: '(no files)', isError: false });
});

test('the bytes of a file come as they are', async () => {
  const { runner, service } = await runnerOnStandIn();
  const bytes = new Uint8Array([0, 1, 2, 255, 254, 253]);
  service.next('invoke', results({
    content: [{ type: 'resource', resource: { type: 'blob', uri: 'file:///plot.png', mimeType: 'image/png', blob: Buffer.from(bytes).toString('base64') } }],
    isError: false,
  }));

  const { text, artifact } = await runner.run('read_files', { paths: ['plot.png'] });

  expect(text).toBe('==== Binary File: /plot.png ====\n');
  expect(artifact.files).toEqual([{ path: 'plot.png', mimeType: 'image/png', bytes }]);
  expect(artifact.images).toEqual([{ path: 'plot.png', mimeType: 'image/png', bytes }]);
});

test('text of just maxOutputCharacters is whole, of one more it is cut, and the artifact has all of it', async () => {
  const { runner, service } = await runnerOnStandIn({ maxOutputCharacters: 2_000 });
  const printed = (stdout: string): object => ({ content: [{ type: 'text', text: stdout }], structuredContent: { stdout, exitCode: 0 } });
  service.next('invoke', results(printed('x'.repeat(2_000))), results(printed('x'.repeat(2_001))));

  const whole = await runner.run('execute_code', PRINT);
  const log = new ProgressLog();
  const cut = await runner.run('execute_code', PRINT, { onProgress: log.onProgress });

  expect(whole.text).toBe('x'.repeat(2_000));
  expect(whole.artifact.truncatedCharacters).toBeUndefined();
  expect(cut.text.length).toBeLessThanOrEqual(2_000);
  expect(cut.text).toContain(`[… ${cut.artifact.truncatedCharacters} of 2001 characters left out here.`);
  expect(cut.artifact.stdout).toHaveLength(2_001);
  expect(log.all.filter(({ event }) => event === 'output')).toMatchObject([{ text: cut.text }]);
});

test('whoever is told of the progress cannot make the call fail', async () => {
  const { runner, warnings } = await runnerOnStandIn();

  const { text } = await runner.run('execute_code', PRINT, { onProgress: ({ event }) => { if (event === 'running') { throw new Error('closed'); } } });

  expect(text).toBe('hi');
  expect(warnings).toEqual(['onProgress of execute_code failed at running: closed']);
});

test('neither can an async function that is told', async () => {
  const { runner, warnings } = await runnerOnStandIn();

  const { text } = await runner.run('execute_code', PRINT, { onProgress: async ({ event }) => { if (event === 'running') { throw new Error('closed'); } } });

  expect(text).toBe('hi');
  expect(warnings).toEqual(['onProgress of execute_code failed at running: closed']);
});
