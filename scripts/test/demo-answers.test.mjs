import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checksOfTurn, conversationsOf } from '../lib/demo-conversations.mjs';

const interpreters = { custom: 'public-1', analyzer: 'sandbox-1' };
const sessions = { csvFiles: async () => ['date,product,quantity,price\n2025-01-01,Dock,1,5'], taskStatus: async () => 'completed' };
const conversations = Object.fromEntries(conversationsOf({ prompts: {}, interpreters, sessions }).map((one) => [one.title, one]));

async function problemsOf(title, turn, before = []) {
  const checks = await checksOfTurn(conversations[title], { files: [], ...turn }, { before });
  return checks.filter(({ problem }) => problem).map(({ title: check, problem }) => `${check}: ${problem}`);
}

function call(tool, { codeInterpreterId = 'public-1', sessionId = 's1', ...rest } = {}) {
  return { tool, codeInterpreterId, sessionId, input: {}, ...rest };
}

describe('the checks of the answers', () => {
  it('take a right Fibonacci number, however its digits are grouped, and no other', async () => {
    const calls = [call('executeCode')];
    assert.deepEqual(await problemsOf('Fibonacci', { answer: 'It is 12,586,269,025.', calls }), []);
    assert.deepEqual(await problemsOf('Fibonacci', { answer: 'It is 12586269026.', calls }), [
      'the answer is the 50th Fibonacci number: expected 12586269025, found: It is 12586269026.',
    ]);
  });

  it('fail when no code ran, or ran elsewhere', async () => {
    const answer = '12586269025';
    assert.deepEqual(await problemsOf('Fibonacci', { answer, calls: [] }), [
      'code computed it, in the interpreter with internet access: the service saw no such call',
    ]);
    assert.deepEqual(await problemsOf('Fibonacci', { answer, calls: [call('executeCode', { codeInterpreterId: 'sandbox-1' })] }), [
      'code computed it, in the interpreter with internet access: it ran in sandbox-1',
    ]);
  });

  it('fail when there are too few records, and no chart', async () => {
    assert.deepEqual(await problemsOf('Sales', { answer: 'Dock: 5', calls: [call('executeCode')] }), [
      'the session holds 100 sales records: expected 100, found 1',
      'the chart came back as a PNG picture: none came back, but no file at all',
    ]);
  });

  it('fail when a thread has the variables or the session of another', async () => {
    const before = [{ calls: [call('executeCode')] }];
    assert.deepEqual(await problemsOf('Double x', { answer: 'x * 2 is 200', calls: [call('executeCode')] }, before), []);
    assert.deepEqual(await problemsOf('Double x', { answer: 'x * 2 is 200', calls: [call('executeCode', { sessionId: 's2' })] }, before), [
      'it ran in the session of the question before: expected s1, found s2',
    ]);
    const elsewhere = [call('executeCode', { sessionId: 's2' })];
    assert.deepEqual(await problemsOf('x elsewhere', { answer: 'x is not defined', calls: elsewhere }, before), []);
    assert.deepEqual(await problemsOf('x elsewhere', { answer: 'x is 100', calls: [call('executeCode')] }, before), [
      'the answer says that x is not defined: threads are isolated: it is: x is 100',
      'it ran in a session of its own: it ran in s1 again',
    ]);
  });

  it('fail when the analyzer reached the internet', async () => {
    const calls = [call('executeCode', { codeInterpreterId: 'sandbox-1', output: { stdout: 'reached the internet' } })];
    assert.deepEqual(await problemsOf('No internet', { answer: '', calls }), [
      'it did not reach the internet: expected no internet, found: reached the internet',
    ]);
  });

  it('fail when a command was not polled, or ended otherwise than the answer says', async () => {
    assert.deepEqual(await problemsOf('Long command', { answer: 'completed', calls: [call('startCommandExecution')] }), [
      'a command was started, and polled: expected started 1, polled, found started 1',
      'so does the service: expected completed, found no task',
    ]);
    const calls = ['startCommandExecution', 'getTask', 'stopTask', 'getTask'].map((tool) => call(tool, { input: { taskId: 't1' } }));
    assert.deepEqual(await problemsOf('Stopped command', { answer: 'It was canceled', calls }), [
      'so does the service: expected canceled, found completed',
    ]);
  });

  it('fail when they cannot be made', async () => {
    assert.deepEqual(await problemsOf('Sales', { answer: '', calls: [] }), ['the answer can be checked: no tool was called']);
  });
});
