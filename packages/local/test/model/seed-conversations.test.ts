import { describe, expect, test } from 'vitest';
import { nextMove, TOOLKIT, turn } from './played.js';
import { SEED_CONVERSATIONS, SEED_PROMPTS } from '../../src/model/index.js';
import { play } from '../../src/model/play.js';

const TRACEBACK = '---------------\nNameError      Traceback (most recent call last)\nCell In[1], line 1\n\nNameError: name \'x\' is not defined';

test.each([
  [SEED_PROMPTS.fibonacci, 'fibonacci'],
  ['please compute the 7th fibonacci number for me', 'fibonacci'],
  [SEED_PROMPTS.salesAnalysis, 'sales analysis'],
  ['\n    Create a dataset of 100 random sales records with columns:\n    date, product, quantity, price.\n'
    + '    Then calculate total revenue by product and create a bar chart.\n    ', 'sales analysis'],
  [SEED_PROMPTS.setVariable, 'set a variable'],
  ['set y to -2.5.', 'set a variable'],
  [SEED_PROMPTS.doubleVariable, 'a variable or a sum'],
  [SEED_PROMPTS.readVariable, 'a variable or a sum'],
  ['What\'s y // 3 + 1', 'a variable or a sum'],
  [SEED_PROMPTS.hello, 'hello'],
  [SEED_PROMPTS.longCommand, 'long command'],
  [SEED_PROMPTS.stoppedCommand, 'stopped command'],
  ['What is the weather like?', undefined],
  ['Set the table', undefined],
  ['', undefined],
])('%j is played as %s', (prompt, name) => {
  expect(play(turn(prompt), SEED_CONVERSATIONS, { messages: [] }).conversation).toBe(name);
});

test('each conversation is played for its own example', () => {
  for (const { name, examplePrompt = '' } of SEED_CONVERSATIONS) {
    expect(play(turn(examplePrompt), SEED_CONVERSATIONS, { messages: [] }).conversation).toBe(name);
  }
});

describe('a question for code', () => {
  test.each([
    ['Calculate the 1st Fibonacci number', '1', 'The 1st Fibonacci number is 1.'],
    ['Calculate the 12th Fibonacci number', '144', 'The 12th Fibonacci number is 144.'],
    ['Calculate the 22 Fibonacci number', '17711', 'The 22nd Fibonacci number is 17711.'],
    ['Set x = 100', '100', 'x is now 100.'],
    ['What is x * 2?', '200', 'x * 2 is 200.'],
    [SEED_PROMPTS.hello, 'Hello from custom interpreter!', 'The code interpreter says: Hello from custom interpreter!'],
  ])('%s: the answer is what the tool said', (prompt, text, say) => {
    expect(nextMove(prompt, [{ text }])).toEqual({ say });
  });

  test('the code is of what the prompt says', () => {
    expect(nextMove('Set rate to 0.5')).toEqual({ call: [{ tool: 'execute_code', input: { code: 'rate = 0.5\nprint(rate)', language: 'python' } }] });
    expect(nextMove('What is rate ** 2?')).toMatchObject({ call: [{ input: { code: 'print(rate ** 2)' } }] });
    expect(nextMove('Calculate the 90th Fibonacci number')).toMatchObject({
      call: [{ input: { code: expect.stringMatching(/print\(fibonacci\(90\)\)$/) as string } }],
    });
  });

  test.each([
    ['says so', { text: 'NameError: name \'x\' is not defined', isError: true }],
    ['says so by a traceback only', { text: TRACEBACK }],
    ['adds lines to the traceback', { text: `${TRACEBACK}\nexit code 1` }],
    ['hands over the results of the service', { text: JSON.stringify({ content: [{ type: 'text', text: TRACEBACK.split('\n').at(-1) }], isError: true }) }],
    ['hands over a list of them', { text: JSON.stringify([{ content: [{ type: 'text', text: TRACEBACK }], isError: true }]) }],
  ])('a variable that is not there is told of, by a tool that %s', (_how, call) => {
    expect(nextMove('What is x?', [call])).toEqual({ say: 'Error: x is not defined in this session.' });
  });

  test('another error is told of in its own words', () => {
    const text = TRACEBACK.replaceAll('NameError', 'ZeroDivisionError').replace(/name 'x'.*/, 'division by zero');
    expect(nextMove('What is 1 / 0?', [{ text: `${text}\nexit code 1` }])).toEqual({ say: 'The tool failed: ZeroDivisionError: division by zero' });
    expect(nextMove('What is 1 / 0?', [{ text: '', isError: true }])).toEqual({ say: 'The tool failed: it did not say why' });
  });

  test('output that only mentions a traceback has not failed', () => {
    const text = 'Traceback (most recent call last)\nNameError: of before\n1\n2\n3';
    expect(nextMove('What is x?', [{ text }])).toEqual({ say: 'x is 3.' });
  });

  test('the results of the service, handed over as JSON, are read', () => {
    const text = JSON.stringify([{ content: [{ type: 'text', text: '12586269025' }], structuredContent: { exitCode: 0 }, isError: false }]);
    expect(nextMove(SEED_PROMPTS.fibonacci, [{ text }])).toEqual({ say: 'The 50th Fibonacci number is 12586269025.' });
    expect(nextMove('What is x?', [{ text: '[1, 2]' }])).toEqual({ say: 'x is [1, 2].' });
    expect(nextMove('What is x?', [{ text: '{\'a\': 1}' }])).toEqual({ say: 'x is {\'a\': 1}.' });
  });
});

describe('the sales analysis', () => {
  const printed = '100 records\nDock: 25219.87\nUSB hub: 3.50';

  test('draws the chart, reads it, and answers out of what was printed', () => {
    const prompt = SEED_PROMPTS.salesAnalysis;
    expect(nextMove(prompt)).toMatchObject({ call: [{ tool: 'execute_code', input: { code: expect.stringContaining('plt.subplots') as string } }] });
    expect(nextMove(prompt, [{ text: printed }])).toEqual({
      say: 'The chart is drawn. I read it, so that you can have it.',
      call: [{ tool: 'read_files', input: { paths: ['revenue_by_product.png'] } }],
    });
    expect(nextMove(prompt, [{ text: printed }, { tool: 'read_files', text: '==== Binary File: /revenue_by_product.png ====' }])).toEqual({
      say: 'Total revenue by product, of 100 sales records (sales.csv):\n\n- Dock: 25219.87\n- USB hub: 3.50\n\n'
        + 'The bar chart is in revenue_by_product.png.',
    });
  });

  test('answers at once when no tool reads files', () => {
    const say = expect.stringContaining('- Dock: 25219.87') as string;
    expect(nextMove(SEED_PROMPTS.salesAnalysis, [{ text: printed }], TOOLKIT.slice(0, 1))).toEqual({ say });
  });

  test.each([
    [[{ text: 'ModuleNotFoundError: No module named \'pandas\'', isError: true }], 'The tool failed: ModuleNotFoundError: No module named \'pandas\''],
    [[{ text: 'nothing of use' }, { tool: 'read_files', text: 'x' }], 'The tool did not print the revenue. It said:\n\nnothing of use'],
    [[{ text: printed }, { tool: 'read_files', text: 'Error reading file a.png: no such file' }],
      expect.stringMatching(/The bar chart could not be read: Error reading file a\.png: no such file$/) as string],
  ])('says what went wrong, case %#', (calls, say) => {
    expect(nextMove(SEED_PROMPTS.salesAnalysis, calls)).toEqual({ say });
  });
});

describe('a long command', () => {
  const id = '3ddd323b-7268-469e-8298-c756fbb4ab3e';
  const started = { tool: 'start_command_execution', text: `Task ${id} submitted` };
  const check = (text: string) => ({ tool: 'get_task', text });
  const working = check(`Task ${id} working\nstep 1 of 6`);
  const pause = { tool: 'execute_command' };
  const askAgain = { call: [{ tool: 'get_task', input: { task_id: id } }] };

  test('is started, and asked about until it is done, with pauses', () => {
    const prompt = SEED_PROMPTS.longCommand;
    expect(nextMove(prompt)).toMatchObject({ call: [{ tool: 'start_command_execution', input: { command: expect.stringContaining('step') as string } }] });
    expect(nextMove(prompt, [started])).toEqual(askAgain);
    expect(nextMove(prompt, [started, working])).toEqual({ call: [{ tool: 'execute_command', input: { command: 'sleep 1.5' } }] });
    expect(nextMove(prompt, [started, check(`Task ${id} submitted`)])).toMatchObject({ call: [{ tool: 'execute_command' }] });
    expect(nextMove(prompt, [started, working, pause])).toEqual(askAgain);
    expect(nextMove(prompt, [started, working, pause, check(`Task ${id} completed with exit code 0\nstep 1 of 6\nstep 6 of 6`)])).toEqual({
      say: `Task ${id} is completed at check 2, and the last that it printed is: step 6 of 6`,
    });
  });

  test.each([
    `task_id: ${id}, status: working`,
    `{"taskId": "${id}", "taskStatus": "working"}`,
    `task ${id}: working`,
    `A task has started.\nIts id is ${id}.`,
  ])('its id is found in %j', (text) => {
    expect(nextMove(SEED_PROMPTS.longCommand, [{ ...started, text }])).toEqual(askAgain);
  });

  test('is asked about five times at most, and reported as it is', () => {
    const calls = [started, working, pause, working, pause, working, pause, working, pause];
    expect(nextMove(SEED_PROMPTS.longCommand, calls)).toEqual(askAgain);
    expect(nextMove(SEED_PROMPTS.longCommand, [...calls, working])).toEqual({
      say: `Task ${id} is working at check 5, and the last that it printed is: step 1 of 6`,
    });
  });

  test('is stopped, and its state is what the tools say', () => {
    const prompt = SEED_PROMPTS.stoppedCommand;
    const stopped = { tool: 'stop_task', text: `Task ${id} canceled` };
    expect(nextMove(prompt)).toMatchObject({ call: [{ tool: 'start_command_execution' }] });
    expect(nextMove(prompt, [started])).toEqual(askAgain);
    expect(nextMove(prompt, [started, working])).toEqual({ call: [{ tool: 'stop_task', input: { task_id: id } }] });
    expect(nextMove(prompt, [started, working, stopped])).toEqual(askAgain);
    expect(nextMove(prompt, [started, working, stopped, check(`Task ${id} canceled`)])).toEqual({
      say: `Task ${id} was working; I stopped it, and now it is canceled.`,
    });
    expect(nextMove(prompt, [started, working, stopped, working])).toMatchObject({ say: expect.stringMatching(/now it is working\.$/) as string });
  });

  test.each([SEED_PROMPTS.longCommand, SEED_PROMPTS.stoppedCommand])('%s: what is not told is said', (prompt) => {
    expect(nextMove(prompt, [{ ...started, text: 'no more room' }])).toEqual({ say: 'The command did not start: no more room' });
    expect(nextMove(prompt, [{ ...started, text: 'task denied: error-42', isError: true }])).toEqual({ say: 'The command did not start: task denied: error-42' });
    expect(nextMove(prompt, [started, check('gone'), check('gone'), check('gone')])).toEqual({
      say: 'The tool did not tell the state of the task. It said: gone',
    });
    expect(nextMove(prompt, [], TOOLKIT.slice(0, 2))).toEqual({ say: 'This agent offers me no tool to start a command in the background.' });
  });
});

describe('tools', () => {
  const wrapped = ['execute_online', 'execute_isolated'].map((name) => ({ name, properties: ['code'] }));

  test('are chosen by what they take, and given no argument that they lack', () => {
    expect(nextMove('What is x?', [], wrapped)).toEqual({ call: [{ tool: 'execute_online', input: { code: 'print(x)' } }] });
  });

  test('of several, the one that the prompt names is called', () => {
    const prompt = 'Run this with execute_isolated:\n```python\n1\n```';
    expect(nextMove(prompt, [], wrapped)).toEqual({ call: [{ tool: 'execute_isolated', input: { code: '1\n' } }] });
  });

  test('may have prefixes, and arguments in camel case', () => {
    const tools = [
      { name: 'ci_start_command_execution', properties: ['command'] },
      { name: 'ci_execute_command', properties: ['command'] },
      { name: 'ci_get_task', properties: ['taskId'] },
    ];
    const started = { tool: 'ci_start_command_execution', text: 'Task abc-123 submitted' };
    expect(nextMove(SEED_PROMPTS.longCommand, [started], tools)).toEqual({ call: [{ tool: 'ci_get_task', input: { taskId: 'abc-123' } }] });
    const check = { tool: 'ci_get_task', text: 'Task abc-123 working' };
    expect(nextMove(SEED_PROMPTS.longCommand, [started, check], tools)).toMatchObject({ call: [{ tool: 'ci_execute_command' }] });
  });

  test('none that runs code: it says so', () => {
    expect(nextMove('What is x?', [], [])).toEqual({ say: 'This agent offers me no tool with an argument "code", so I cannot run any.' });
  });
});
