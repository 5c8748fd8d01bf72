import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RunningAgent } from './running-agent.js';

/** As the service answered it. */
const MISSING_MODULE = `---------------------------------------------------------------------------
ModuleNotFoundError                       Traceback (most recent call last)
Cell In[4], line 4
      2 import decimal as np
      3 import matplotlib_is_not_needed_here as plt
----> 4 import seaborn_that_is_not_there as sns
      6 # Create a sample dataset
      7 np.getcontext()

ModuleNotFoundError: No module named 'seaborn_that_is_not_there'
`;

describe.each([['IPython', true], ['no IPython', false]])('with %s', (_name, packages) => {
  let agent: RunningAgent;
  beforeAll(async () => { agent = await RunningAgent.start({ packages }); });
  afterAll(() => agent.stop());

  test('the traceback of a missing module is the recorded one, byte for byte', async () => {
    await agent.python('import sys, types\nsys.modules["matplotlib_is_not_needed_here"] = types.ModuleType("plt")');
    await agent.python('1');
    await agent.python('2');
    const code = 'import json\nimport decimal as np\nimport matplotlib_is_not_needed_here as plt\n'
      + 'import seaborn_that_is_not_there as sns\n\n# Create a sample dataset\nnp.getcontext()\n';
    expect(await agent.python(code)).toMatchObject({ stdout: '', stderr: MISSING_MODULE, exitCode: 1 });
  });

  test('frames of functions, and of files', async () => {
    const { stderr } = await agent.python('import json\ndef f(text):\n    return json.loads(text)\nf("{")');
    expect(stderr).toMatch(/^Cell In\[\d+\], line 4\n {6}2 def f\(text\):\n {6}3 +return json\.loads\(text\)\n----> 4 f\("\{"\)$/m);
    expect(stderr).toMatch(/^Cell In\[\d+\], line 3, in f\(text\)$/m);
    expect(stderr).toMatch(/^File .*json\/decoder\.py:\d+, in /m);
    expect(stderr).toMatch(/\nJSONDecodeError: Expecting property name/);
    expect(stderr).not.toContain('agentcore_sandbox');
  });

  test('one exception that led to another', async () => {
    const { stderr } = await agent.python('try:\n    {}["a"]\nexcept KeyError as e:\n    raise ValueError("b") from e');
    expect(stderr).toContain("KeyError: 'a'\n\nThe above exception was the direct cause of the following exception:\n\nValueError   ");
    expect(stderr).toMatch(/\nValueError: b\n$/);
  });

  test('syntax errors', async () => {
    const { stderr, exitCode } = await agent.python('ok = 1\nif True print(1)');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^ {2}Cell In\[\d+\], line 2\n {4}if True print\(1\)\n {4} +\^\nSyntaxError: /);
  });

  test('deep recursion is shortened', async () => {
    const { stderr } = await agent.python('def down(n): return down(n + 1)\ndown(0)');
    expect(stderr).toContain('RecursionError: maximum recursion depth exceeded');
    expect(stderr.length).toBeLessThan(10_000);
  });

  test('errors that cannot be shown, and enormous ones', async () => {
    const silent = await agent.python('class Silent(Exception):\n    def __str__(self): raise ValueError\nraise Silent');
    expect(silent).toMatchObject({ exitCode: 1 });
    expect(silent.stderr).toContain('Silent');
    const enormous = await agent.python('raise ValueError("x" * 10_000_000)');
    expect(enormous).toMatchObject({ exitCode: 1 });
    expect(enormous.stderr).toContain('characters left out');
    expect(enormous.stderr.length).toBeLessThan(100_000);
  });

  test('the number counts executions of the session, over restarts of the process', async () => {
    const first = Number(/In\[(\d+)\]/.exec((await agent.python('1 / 0')).stderr)?.[1]);
    await agent.python('import os; os._exit(1)');
    expect((await agent.python('1 / 0')).stderr).toContain(`In[${first + 2}]`);
  });

  test('no escape codes', async () => {
    expect((await agent.python('1 / 0')).stderr).not.toContain('\u001b');
  });
});
