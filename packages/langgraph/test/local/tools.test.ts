import { describe, expect, test } from 'vitest';
import { LocalServiceOfTests, taskUntil } from './local-runner.js';

const local = await LocalServiceOfTests.start();

// The rows of the table "Available Tools" of the guide that this project serves.
describe('execute_code: Run Python/JavaScript/TypeScript code with persistent state', () => {
  test('Python', async () => {
    const runner = local.runner();
    await runner.run('execute_code', { code: 'def fibonacci(n):\n  a, b = 0, 1\n  for _ in range(n): a, b = b, a + b\n  return a' });

    const { text, isError, artifact } = await runner.run('execute_code', { code: 'print(fibonacci(50))' });

    expect({ text, isError }).toEqual({ text: '12586269025', isError: false });
    expect(artifact).toMatchObject({ stdout: '12586269025', stderr: '', exitCode: 0, files: [], images: [], entries: [] });
    expect(artifact.executionTimeSeconds).toBeGreaterThan(0);
  });

  test('Python that fails', async () => {
    const { text, isError, artifact } = await local.runner().run('execute_code', { code: 'print("before")\n1 / 0' });

    expect(isError).toBe(true);
    expect(text).toMatch(/^before\n[^]*ZeroDivisionError: division by zero\nexit code 1$/);
    expect(text.match(/ZeroDivisionError: division by zero/g)).toHaveLength(1);
    expect(artifact).toMatchObject({ exitCode: 1, stdout: 'before' });
  });

  test('Python whose variables are forgotten on demand', async () => {
    const runner = local.runner();
    await runner.run('execute_code', { code: 'x = 1' });

    expect(await runner.run('execute_code', { code: 'print(x)', clear_context: true })).toMatchObject({
      isError: true, text: expect.stringContaining("NameError: name 'x' is not defined") as string,
    });
  });

  test('JavaScript', async () => {
    const runner = local.runner();
    await runner.run('execute_code', { code: 'const price = 6;', language: 'javascript' });
    expect((await runner.run('execute_code', { code: 'console.log(price * 7)', language: 'javascript' })).text).toBe('42');
  });

  test('TypeScript', async () => {
    const code = 'const names: string[] = ["a", "b"];\nconsole.log(names.length as number);';
    expect((await local.runner().run('execute_code', { code, language: 'typescript' })).text).toBe('2');
  });
});

describe('execute_command: Run shell commands in the environment', () => {
  test('a command', async () => {
    expect(await local.runner().run('execute_command', { command: 'echo "$((6 * 7))" | tr 2 3' })).toMatchObject({ text: '43', isError: false });
  });

  test('a command that fails, with its exit code and stderr', async () => {
    expect(await local.runner().run('execute_command', { command: 'echo out; echo bad >&2; exit 3' })).toMatchObject({
      text: 'out\nbad\nexit code 3', isError: true, artifact: { exitCode: 3, stdout: 'out', stderr: 'bad' },
    });
  });

  test('a command without output', async () => {
    expect(await local.runner().run('execute_command', { command: 'true' })).toMatchObject({ text: '(no output)', isError: false });
  });
});

describe('read_files: Read content of files in the environment', () => {
  test('texts', async () => {
    const runner = local.runner();
    await runner.run('write_files', { files: [{ path: 'a.csv', text: 'x,y\n1,2' }, { path: 'sub/b.txt', text: '' }] });

    const { text, artifact } = await runner.run('read_files', { paths: ['a.csv', 'sub/b.txt'] });

    expect(text).toBe('==== File: /a.csv ====\nx,y\n1,2\n\n==== File: /sub/b.txt ====\n\n');
    expect(artifact.files).toEqual([
      { path: 'a.csv', mimeType: 'text/csv', text: 'x,y\n1,2' }, { path: 'sub/b.txt', mimeType: 'text/plain', text: '' },
    ]);
  });

  test('a chart, which is an image with bytes', async () => {
    const runner = local.runner();
    const code = 'import matplotlib\nmatplotlib.use("Agg")\nimport matplotlib.pyplot as plt\nplt.bar(["a", "b"], [1, 2])\nplt.savefig("chart.png")';
    expect((await runner.run('execute_code', { code })).isError).toBe(false);

    const { text, artifact } = await runner.run('read_files', { paths: ['chart.png'] });

    expect(text).toBe('==== Binary File: /chart.png ====\n');
    expect(artifact.images).toMatchObject([{ path: 'chart.png', mimeType: 'image/png' }]);
    expect(Buffer.from(artifact.images[0]?.bytes.subarray(0, 8) ?? []).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  });

  test('a file that is not there, beside one that is', async () => {
    const runner = local.runner();
    await runner.run('write_files', { files: [{ path: 'here', text: 'yes' }] });

    const { text, isError, artifact } = await runner.run('read_files', { paths: ['here', 'nowhere'] });

    expect(isError).toBe(true);
    expect(text).toMatch(/^==== File: \/here ====\nyes\n\n.*nowhere/);
    expect(artifact.files.map(({ path }) => path)).toEqual(['here']);
  });
});

describe('write_files: Create or update files', () => {
  test('creates, and updates', async () => {
    const runner = local.runner();
    expect(await runner.run('write_files', { files: [{ path: 'a', text: 'old' }, { path: 'sub/b', text: 'ünï' }] }))
      .toMatchObject({ isError: false, text: 'Successfully wrote all 2 files' });
    await runner.run('write_files', { files: [{ path: 'a', text: 'new' }] });

    expect((await runner.run('execute_command', { command: 'cat a sub/b' })).text).toBe('newünï');
  });

  test('a path that leads out of the working directory is refused by the service', async () => {
    expect(await local.runner().run('write_files', { files: [{ path: '../../evil', text: '' }] })).toMatchObject({ isError: true });
  });
});

describe('list_files: List files in directories', () => {
  test('with directories marked, and what each is', async () => {
    const runner = local.runner();
    await runner.run('write_files', { files: [{ path: 'a.csv', text: '' }, { path: 'sub/b.py', text: '' }] });

    const root = await runner.run('list_files', {});
    const sub = await runner.run('list_files', { directory_path: 'sub' });

    expect(root.text.split('\n')).toEqual(expect.arrayContaining(['a.csv', 'sub/']));
    expect(root.artifact.entries).toEqual(expect.arrayContaining([
      { path: 'a.csv', name: 'a.csv', kind: 'file', mimeType: 'text/csv' }, { path: 'sub', name: 'sub', kind: 'directory' },
    ]));
    expect(sub).toMatchObject({ text: 'sub/b.py', artifact: { entries: [{ path: 'sub/b.py', name: 'b.py', kind: 'file' }] } });
  });

  test('an empty one, and one that is not there', async () => {
    const runner = local.runner();
    await runner.run('execute_command', { command: 'mkdir empty' });
    expect(await runner.run('list_files', { directory_path: 'empty' })).toMatchObject({ text: '(no files)', isError: false });
    expect(await runner.run('list_files', { directory_path: 'nowhere' })).toMatchObject({ isError: true });
  });
});

test('delete_files: Remove files from the environment', async () => {
  const runner = local.runner();
  await runner.run('write_files', { files: [{ path: 'a', text: '' }, { path: 'b', text: '' }] });

  expect(await runner.run('delete_files', { paths: ['a'] })).toMatchObject({ isError: false });

  expect((await runner.run('list_files', {})).text.split('\n')).toContain('b');
  expect((await runner.run('list_files', {})).text.split('\n')).not.toContain('a');
  expect(await runner.run('delete_files', { paths: ['a'] })).toMatchObject({ isError: true });
});

test('upload_file: Upload files with semantic descriptions', async () => {
  const runner = local.runner();

  const { isError } = await runner.run('upload_file', { path: 'data/sales.csv', content: 'date,revenue\n2024-01-01,1000', description: 'Daily revenue' });

  expect(isError).toBe(false);
  expect((await runner.run('execute_code', { code: 'print(open("data/sales.csv").read())' })).text).toBe('date,revenue\n2024-01-01,1000');
});

describe('install_packages: Install Python packages', () => {
  test('one that is there already, with an extra and a version', async () => {
    const { text, isError, artifact } = await local.runner().run('install_packages', { packages: ['pip>=1.0'] });
    expect({ isError, exitCode: artifact.exitCode }).toEqual({ isError: false, exitCode: 0 });
    expect(text).toContain('Requirement already satisfied: pip>=1.0');
  });

  test('one that cannot be had without a network, with what pip says', async () => {
    const runner = local.runner();
    // pip would try for long.
    await runner.run('execute_command', { command: "mkdir -p ~/.config/pip && printf '[global]\nretries = 0\n' > ~/.config/pip/pip.conf" });

    const { text, isError } = await runner.run('install_packages', { packages: ['no-such-package-here==1.2.3'] });

    expect(isError).toBe(true);
    expect(text).toMatch(/no-such-package-here==1\.2\.3[^]*exit code 1$/);
  });
});

describe('start_command_execution, get_task and stop_task', () => {
  test('start_command_execution: Start long-running commands asynchronously', async () => {
    const { text, isError, artifact } = await local.runner().run('start_command_execution', { command: 'sleep 60' });
    expect(isError).toBe(false);
    expect(artifact).toMatchObject({ taskId: expect.stringMatching(/./) as string, taskStatus: 'submitted' });
    expect(text).toBe(`Task ${artifact.taskId} submitted`);
  });

  test('get_task: Check status of an async task', async () => {
    const runner = local.runner();
    const { artifact: { taskId } } = await runner.run('start_command_execution', { command: 'echo step 1; exit 4' });
    const failed = await taskUntil(runner, taskId, ({ artifact }) => artifact.taskStatus !== 'submitted' && artifact.taskStatus !== 'working');

    expect(failed.artifact).toMatchObject({ taskId, taskStatus: 'failed', exitCode: 4 });
    expect(failed.text).toContain(String(taskId));
    expect(failed.text).toMatch(/failed[^]*exit code 4[^]*step 1/);
  });

  test('stop_task: Stop a running async task', async () => {
    const runner = local.runner();
    const { artifact: { taskId } } = await runner.run('start_command_execution', { command: 'echo begun; sleep 600' });
    await taskUntil(runner, taskId, ({ artifact }) => artifact.stdout === 'begun');

    expect(await runner.run('stop_task', { task_id: taskId })).toMatchObject({ isError: false, artifact: { taskStatus: 'canceled' } });
    expect((await runner.run('get_task', { task_id: taskId })).text).toContain('canceled');
    expect(await runner.run('stop_task', { task_id: taskId })).toMatchObject({ isError: true });
  });

  test('a task that nobody started is an error for the model', async () => {
    expect(await local.runner().run('get_task', { task_id: 'nope' })).toMatchObject({ isError: true });
  });
});

test('output above the limit is cut, and whole in the artifact', async () => {
  const { text, artifact } = await local.runner({ maxOutputCharacters: 1_000 }).run('execute_code', { code: 'print("a" + "x" * 100_000 + "z")' });
  expect(text).toMatch(/^ax+\n\[… \d+ of 100002 characters left out here\.[^]*xz$/);
  expect(text.length).toBeLessThanOrEqual(1_000);
  expect(artifact.stdout).toHaveLength(100_002);
});
