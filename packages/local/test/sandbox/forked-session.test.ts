import { describe, expect, test } from 'vitest';
import { runPython } from './python-modules.js';

describe('a process that waits to become a session', () => {
  const becomes = (onDemand: boolean, orders: readonly string[]) => runPython(`
import signal, socket, tempfile, types
from agentcore_sandbox import session
def fail(*_): raise OSError(12, 'no memory')
session._enter_namespaces = fail
near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
folder = tempfile.mkdtemp()
service = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
service.bind(f'{folder}/service')
service.listen(1)
around = types.SimpleNamespace(
    folder=os.open(folder, os.O_PATH), configuration=types.SimpleNamespace(socket_name='service'))
for order in given['orders']: near.send(order.encode())
pid = os.fork()
if pid == 0:
    near.close()
    session.become_session(around, 1, '1', far, given['on_demand'])
far.close()
if not given['orders'] and not given['on_demand']: os.waitpid(pid, 0)
try:
    near.send(b'{"launch": 2, "token": "late", "network": "SANDBOX", "prestartPython": false}')
    taken = True
except OSError: taken = False
told = ''
if given['orders'] or taken:
    service.settimeout(20)
    told = service.accept()[0].recv(4096).decode(errors='replace')
import shutil
shutil.rmtree(folder)
print(json.dumps(['no memory' in told, 'late' in told, taken if not given['orders'] else None]))`, { on_demand: onDemand, orders });
  const ORDER = '{"launch": 1, "token": "early", "network": "SANDBOX", "prestartPython": false}';

  test('takes no orders when it could not be made: the next one may', async () => {
    expect(await becomes(false, [])).toEqual([false, false, false]);
  });

  test('tells those who have given theirs already', async () => {
    expect(await becomes(false, [ORDER])).toEqual([true, false, null]);
  });

  test('tells those for whom it was made', async () => {
    expect(await becomes(true, [])).toEqual([true, true, true]);
  });
});

test('a fork that fails says why', async () => {
  expect(await runPython(`
import ctypes
from agentcore_sandbox import libc
class Full:
    def fork(self):
        ctypes.set_errno(11)
        return -1
libc._library_with_lock = Full()
try: libc.fork()
except BlockingIOError as error: print(json.dumps(str(error)))`, null)).toBe('[Errno 11] fork: Resource temporarily unavailable');
});

test.runIf(process.getuid?.() === 0)('the reason comes from the kernel', async () => {
  expect(await runPython(`
import resource
from agentcore_sandbox import libc
os.setresgid(54321, 54321, 54321)
resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
os.setresuid(54321, 54321, 54321)
try:
    if libc.fork() == 0: os._exit(0)
except BlockingIOError as error: print(json.dumps(error.errno))`, null)).toBe(11);
});

test('a process is limited to what gives it no precedence over others', async () => {
  expect(await runPython(`
import resource
from agentcore_sandbox import process_limits
from agentcore_sandbox.settings import Limits
process_limits.limit_process(Limits(1, 1 << 33, 1 << 33, 99, 9999, 1, 1, 1), True)
print(json.dumps([resource.getrlimit(resource.RLIMIT_RTPRIO), resource.getrlimit(resource.RLIMIT_NICE)]))`, null)).toEqual([[0, 0], [0, 0]]);
});

describe('what a rehearsal and preloaded modules leave behind', () => {
  test('is no cell, and nothing shown', async () => {
    expect(await runPython(`
import builtins, linecache, tempfile
from agentcore_sandbox.rehearsal import rehearse
rehearse(tempfile.gettempdir())
print(json.dumps([hasattr(builtins, '_'), [name for name in linecache.cache if 'ipython-input' in name]]))`, null)).toEqual([false, []]);
  });

  test('is neither a key of all sessions nor a folder of another process', async () => {
    expect(await runPython(`
import multiprocessing.process, tempfile
from agentcore_sandbox.cells.fresh_process import become_fresh
from agentcore_sandbox.settings import AgentSettings, Limits
key = multiprocessing.current_process().authkey
tempfile.tempdir = '/elsewhere'
out = os.dup(1)
become_fresh(AgentSettings('', Limits(1, 1, 1, 1, 1, 1, 1, 1), {'TMPDIR': '/var'}, '/usr', []))
fresh = [multiprocessing.current_process().authkey != key, multiprocessing.process.ORIGINAL_DIR, tempfile.tempdir]
os.write(out, json.dumps(fresh).encode())
os._exit(0)`, null)).toEqual([true, '/usr', null]);
  });

  test('is no thread that goes unmentioned', async () => {
    expect(await runPython(`
import tempfile
from agentcore_sandbox.preload import preload
with tempfile.TemporaryDirectory() as folder:
    sys.path.insert(0, folder)
    with open(f'{folder}/starts_one.py', 'w') as file:
        file.write('import threading\\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\\n')
    print(json.dumps(preload(['starts_one', 'json'], folder, folder)))`, null))
      .toEqual(['starts_one: it started 1 threads when imported, which no session has']);
  });
});

describe('folders that sessions could read too much in', () => {
  const refused = (paths: readonly string[]) => runPython(`
import pwd, tempfile, types
from agentcore_sandbox.root import refuse_too_wide
home = '/home/somebody'
pwd.getpwuid = lambda uid: types.SimpleNamespace(pw_dir=home)
with tempfile.TemporaryDirectory() as folder:
    os.symlink('/etc', f'{folder}/link')
    def is_refused(path):
        try: refuse_too_wide([path.replace('LINK', f'{folder}/link')])
        except ValueError: return True
        return False
    print(json.dumps([is_refused(path) for path in given]))`, paths);

  test('are refused, by whatever name', async () => {
    const paths = ['/', '/etc', 'LINK', '/usr/../etc/', '/home', '/home/somebody', '/home/another', '/home/somebody/.local',
      '/home/somebody/.config', '/home/somebody/.cache/'];
    expect(await refused(paths)).toEqual(paths.map(() => true));
  });

  test('are not those of programs', async () => {
    const paths = ['/usr', '/opt/python', '/home/somebody/.pyenv', '/home/somebody/.local/share/uv', '/home/somebody/work/.venv'];
    expect(await refused(paths)).toEqual(paths.map(() => false));
  });
});
