import { expect, test } from 'vitest';
import { runPython } from './python-modules.js';

test.each([[true, 'reached'], [false, 'PermissionError']])('pipes grow only where their memory is bounded: %s', async (bounded, outcome) => {
  expect(await runPython(`
import fcntl
from agentcore_sandbox import seccomp
from agentcore_sandbox.libc import PR_SET_NO_NEW_PRIVS, prctl
_, end = os.pipe()
F_SETPIPE_SZ = 1031
prctl(PR_SET_NO_NEW_PRIVS, 1)
seccomp.install(seccomp.compile_filters(given, given))
try:
    fcntl.fcntl(end, F_SETPIPE_SZ, 1 << 17)
    print('"reached"')
except OSError as error: print(json.dumps(type(error).__name__))`, bounded)).toBe(outcome);
});
