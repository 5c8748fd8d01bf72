import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunningAgent } from './running-agent.js';

let agent: RunningAgent;
beforeAll(async () => { agent = await RunningAgent.start(); });
afterAll(() => agent.stop());

test('variables, imports and functions last from cell to cell', async () => {
  await agent.python('import math\nx = 40\ndef more(y): return x + y');
  expect(await agent.python('print(more(2), math.pi > 3)')).toMatchObject({ stdout: '42 True\n', stderr: '', exitCode: 0 });
});

test.each([
  ['1 + 1', '2\n'],
  ['"text"', "'text'\n"],
  ['None', ''],
  ['x = 1', ''],
  ['3;', ''],
  ['print(1)\n2', '1\n2\n'],
  ['6 * 7\nimport math', ''],
])('what %j shows of its last expression', async (code, stdout) => {
  expect(await agent.python(code)).toMatchObject({ stdout, exitCode: 0 });
});

test('the last value is `_`, also once a shell was needed', async () => {
  await agent.python('1 / 0');
  await agent.python('41');
  expect(await agent.python('_ + 1')).toMatchObject({ stdout: '42\n' });
});

test('clearing forgets variables and keeps files', async () => {
  await agent.python('kept = 1; open("kept.txt", "w").write("here")');
  const result = await agent.python('print(open("kept.txt").read())\nkept', { clear: true });
  expect(result).toMatchObject({ stdout: 'here\n', exitCode: 1 });
  expect(result.stderr).toContain("NameError: name 'kept' is not defined");
});

test('top-level await, and asyncio.run', async () => {
  expect(await agent.python('import asyncio\nawait asyncio.sleep(0, "slept")')).toMatchObject({ stdout: "'slept'\n" });
  expect(await agent.python('asyncio.run(asyncio.sleep(0, "ran"))')).toMatchObject({ stdout: "'ran'\n" });
});

test('a future import holds for later cells', async () => {
  await agent.python('from __future__ import annotations');
  expect(await agent.python('def typed(x: not_there): return x\ntyped(1)')).toMatchObject({ stdout: '1\n', exitCode: 0 });
});

test.each([
  ['import sys; sys.exit()', 0, ''],
  ['import sys; sys.exit(3)', 3, ''],
  ['exit(4)', 4, ''],
  ['raise SystemExit("enough")', 1, 'enough\n'],
])('%s ends the cell and keeps variables', async (code, exitCode, stderr) => {
  await agent.python('before = 5');
  expect(await agent.python(code)).toMatchObject({ exitCode, stderr });
  expect(await agent.python('before')).toMatchObject({ stdout: '5\n' });
});

test('magics and shell lines', async () => {
  await agent.python('name = "world"');
  expect(await agent.python('!echo hello {name}\n%time 1 + 1')).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await agent.python('print("first")\n!echo hello {name}')).stdout).toBe('first\nhello world\n');
  expect((await agent.python('%%bash\necho from bash')).stdout).toContain('from bash');
  expect((await agent.python('%timeit -n1 -r1 1')).stdout).toContain('loop');
  expect(await agent.python('5 %name')).toMatchObject({ exitCode: 1 });
});

test('display, with and without importing it', async () => {
  expect((await agent.python('display([1, 2])')).stdout).toBe('[1, 2]\n');
  expect((await agent.python('from IPython.display import display as show\nshow("x")')).stdout).toBe("'x'\n");
});

test('reading stdin ends at once', async () => {
  expect((await agent.python('input()')).stderr).toContain('EOFError');
  expect(await agent.python('import sys; sys.stdin.read()')).toMatchObject({ stdout: "''\n" });
});

test('a program of its own: arguments, environment, pickle and multiprocessing', async () => {
  await agent.python('import pickle, multiprocessing, sys, os\nclass Thing: pass\ndef double(x): return 2 * x');
  expect((await agent.python('type(pickle.loads(pickle.dumps(Thing()))) is Thing')).stdout).toBe('True\n');
  const pool = 'with multiprocessing.get_context("fork").Pool(2) as pool: print(pool.map(double, [1, 2, 3]))';
  expect(await agent.python(pool)).toMatchObject({ stdout: '[2, 4, 6]\n', exitCode: 0 });
  expect((await agent.python('sys.argv, os.environ["HOME"] == os.getcwd(), "VITEST" in os.environ')).stdout)
    .toBe("([''], True, False)\n");
  expect((await agent.python('import inspect\nprint(inspect.getsource(double))')).stdout).toContain('return 2 * x');
});

test('modules written beside the code are found', async () => {
  await agent.sandbox.writeFiles([{ path: 'beside.py', data: Buffer.from('answer = 42') }]);
  expect((await agent.python('import beside\nbeside.answer')).stdout).toBe('42\n');
});

test('a child that was forked and falls out of the cell does not answer for it', async () => {
  const result = await agent.python([
    'import os', 'pid = os.fork()', 'if pid: os.waitpid(pid, 0)', 'print("parent" if pid else "child", flush=True)',
  ].join('\n'));
  expect(result).toMatchObject({ stdout: 'child\nparent\n', exitCode: 0 });
  expect((await agent.python('pid > 0')).stdout).toBe('True\n');
});

test('what threads write after the end of a cell is not the output of the next', async () => {
  await agent.python([
    'import threading, time, os',
    'def late():',
    '    time.sleep(0.1)',
    '    os.write(1, b"late")',
    'thread = threading.Thread(target=late); thread.start()',
  ].join('\n'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await agent.python('print("next")')).stdout).toBe('next\n');
});

test('random numbers differ between sessions', async () => {
  const other = await RunningAgent.start();
  const code = 'import random, numpy\nprint(random.random(), numpy.random.rand())';
  const numbers = await Promise.all([agent, other].map(async (one) => (await one.python(code)).stdout));
  await other.stop();
  expect(numbers[0]).not.toBe(numbers[1]);
});

test('plt.show neither waits nor warns', async () => {
  const result = await agent.python(
    '%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);\nplt.savefig("p.png")\nplt.show()',
  );
  expect(result).toMatchObject({ stderr: '', exitCode: 0 });
});

test('twenty cells at once are all answered, in their order', async () => {
  await agent.python('order = []');
  await Promise.all(Array.from({ length: 20 }, (_, index) => agent.python(`order.append(${index})`)));
  expect((await agent.python('order == list(range(20))')).stdout).toBe('True\n');
});

test('streams that were closed or replaced are mended', async () => {
  expect(await agent.python('import sys\nsys.stdout.close(); sys.stderr = None')).toMatchObject({ exitCode: 0 });
  expect(await agent.python('print("again")')).toMatchObject({ stdout: 'again\n' });
});

test('confinement is applied to cells, commands and files alike', async () => {
  const confined = await RunningAgent.start({ confined: true });
  expect((await confined.python('import os\nos.environ["CONFINED"]')).stdout).toBe("'yes'\n");
  const command = await confined.sandbox.executeCommand('echo out; echo err >&2; exit 7');
  expect(command).toMatchObject({ stdout: 'out\n', stderr: 'err\n', exitCode: 7 });
  await confined.sandbox.writeFiles([{ path: 'a', data: Buffer.from('a') }]);
  expect(await confined.sandbox.listFiles('')).toHaveLength(1);
  await confined.stop();
});
