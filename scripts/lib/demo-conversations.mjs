import { chartProblem } from './demo-chart.mjs';
import { readSales, revenueByProduct, revenueProblem } from './demo-sales.mjs';

const FIBONACCI_50 = '12586269025';
const RECORDS = 100;
const NOT_DEFINED = /not (?:been )?defined|undefined|NameError/i;
const ISOLATED_CODE = `import urllib.request
try:
    urllib.request.urlopen('https://example.com', timeout=5)
    print('reached the internet')
except OSError as error:
    print(f'no internet: {error}')`;

/**
 * What the agent is asked, in order, and what its answers must be. Conversations of the same thread are in the same session.
 * Checks get the turn: what came back, and what the service saw. `chart` is among them where one is asked for.
 */
export function conversationsOf({ prompts, interpreters, sessions }) {
  const callsOf = ({ calls }, ...tools) => calls.filter(({ tool }) => tools.includes(tool));
  return [
    {
      title: 'Fibonacci', thread: 'maths', prompt: prompts.fibonacci,
      checks: (turn) => [
        ['the answer is the 50th Fibonacci number', textProblem(turn.answer.replace(/(?<=\d)[,. _](?=\d{3})/g, ''), FIBONACCI_50)],
        ['code computed it, in the interpreter with internet access', placeProblem(callsOf(turn, 'executeCode'), interpreters.custom)],
      ],
    },
    {
      title: 'Sales', thread: 'sales', prompt: `${prompts.salesAnalysis} Keep the records in sales.csv.`, chart: true,
      checks: async (turn) => {
        const { records, problem } = await salesOf(sessions, turn);
        return [
          [`the session holds ${RECORDS} sales records`, problem ?? differenceOf(RECORDS, records.length)],
          ['the revenue of each product is what the records add up to', problem ?? revenueProblem(turn.answer, revenueByProduct(records))],
          ['the chart came back as a PNG picture', chartProblem(turn.files)],
        ];
      },
    },
    {
      title: 'Set x', thread: 'user-1', prompt: prompts.setVariable,
      checks: (turn) => [['the answer says 100', textProblem(turn.answer, '100')]],
    },
    {
      title: 'Double x', thread: 'user-1', prompt: prompts.doubleVariable,
      checks: (turn, { before }) => [
        ['the answer says 200: variables persist in a thread', textProblem(turn.answer, '200')],
        ['it ran in the session of the question before', differenceOf(sessionsIn(before.at(-1)), sessionsIn(turn))],
      ],
    },
    {
      title: 'x elsewhere', thread: 'user-2', prompt: prompts.readVariable,
      checks: (turn, { before }) => [
        ['the answer says that x is not defined: threads are isolated', matchProblem(turn.answer, NOT_DEFINED)],
        ['it ran in a session of its own', repetitionProblem(sessionsIn(turn), before.map(sessionsIn))],
      ],
    },
    {
      // Not streamed: the answer is JSON, as it is for the AWS CLI.
      title: 'Hello', thread: 'hello', prompt: prompts.hello, stream: false,
      checks: (turn) => [
        ['the answer holds what the interpreter printed', textProblem(turn.answer.toLowerCase(), 'hello from custom interpreter')],
        ['the custom interpreter of the app printed it', placeProblem(callsOf(turn, 'executeCode', 'executeCommand'), interpreters.custom)],
      ],
    },
    {
      title: 'No internet', thread: 'isolated',
      prompt: `Run this with analyzer_execute_code, and tell me what it prints:\n\`\`\`python\n${ISOLATED_CODE}\n\`\`\``,
      checks: (turn) => [
        ['the code ran in the analyzer', placeProblem(callsOf(turn, 'executeCode'), interpreters.analyzer)],
        ['it did not reach the internet', textProblem(printedBy(callsOf(turn, 'executeCode')), 'no internet')],
      ],
    },
    {
      title: 'Long command', thread: 'tasks', prompt: prompts.longCommand,
      checks: async (turn) => [
        ['a command was started, and polled', differenceOf('started 1, polled', tasksIn(turn))],
        ['the answer says that it completed', textProblem(turn.answer, 'completed')],
        ['so does the service', differenceOf('completed', await taskStatus(sessions, turn))],
      ],
    },
    {
      title: 'Stopped command', thread: 'tasks', prompt: prompts.stoppedCommand,
      checks: async (turn) => [
        ['a command was started, polled, and stopped', differenceOf('started 1, polled, stopped 1', tasksIn(turn))],
        ['the answer says that it was canceled', matchProblem(turn.answer, /cancel?led|stopped/i)],
        ['so does the service', differenceOf('canceled', await taskStatus(sessions, turn))],
      ],
    },
  ];
}

/** The checks of a turn that can be made. One that throws is one that fails. */
export async function checksOfTurn(conversation, turn, context) {
  try {
    return (await conversation.checks(turn, context)).map(([title, problem]) => ({ title, problem }));
  } catch (error) {
    return [{ title: 'the answer can be checked', problem: error.message }];
  }
}

async function salesOf(sessions, turn) {
  const files = await sessions.csvFiles(sessionOf(turn));
  const problems = [];
  for (const csv of files) {
    try {
      return { records: readSales(csv) };
    } catch (error) {
      problems.push(error.message);
    }
  }
  return { problem: problems.join('; ') || 'the session has no CSV file' };
}

async function taskStatus(sessions, turn) {
  const ids = turn.calls.filter(({ tool }) => tool === 'getTask').map(({ input }) => input.taskId);
  return ids.length === 0 ? 'no task' : sessions.taskStatus(sessionOf(turn), ids.at(-1));
}

function tasksIn({ calls }) {
  const count = (tool) => calls.filter((call) => call.tool === tool).length;
  const [started, polled, stopped] = ['startCommandExecution', 'getTask', 'stopTask'].map(count);
  return [`started ${started}`, ...polled > 0 ? ['polled'] : [], ...stopped > 0 ? [`stopped ${stopped}`] : []].join(', ');
}

function sessionOf({ calls }) {
  const { codeInterpreterId, sessionId } = calls.at(-1) ?? {};
  if (!sessionId) { throw new Error('no tool was called'); }
  return { codeInterpreterIdentifier: codeInterpreterId, sessionId };
}

function sessionsIn({ calls }) {
  return [...new Set(calls.map(({ sessionId }) => sessionId))].join(', ') || 'none';
}

function placeProblem(calls, interpreterId) {
  const others = calls.filter(({ codeInterpreterId }) => codeInterpreterId !== interpreterId);
  if (calls.length === 0) { return 'the service saw no such call'; }
  return others.length === 0 ? undefined : `it ran in ${others.map(({ codeInterpreterId }) => codeInterpreterId).join(', ')}`;
}

function textProblem(text, expected) {
  return text.includes(expected) ? undefined : `expected ${expected}, found: ${text}`;
}

function matchProblem(text, pattern) {
  return pattern.test(text) ? undefined : `it is: ${text}`;
}

function repetitionProblem(session, before) {
  return before.includes(session) ? `it ran in ${session} again` : undefined;
}

function printedBy(calls) {
  return calls.map(({ output }) => output?.stdout).join('\n');
}

function differenceOf(expected, found) {
  return expected === found ? undefined : `expected ${expected}, found ${found}`;
}
