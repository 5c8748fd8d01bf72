import { describe, expect, test } from 'vitest';
import { runPython } from './python-modules.js';

/** What a process may do with the owner and the signal of a descriptor, under the filter for a version of Landlock. */
const ATTEMPTS = `
import ctypes, errno, fcntl, struct
from agentcore_sandbox import seccomp
from agentcore_sandbox.libc import PR_SET_NO_NEW_PRIVS, library, prctl
from agentcore_sandbox.shared_host import compile_shared_host_filter
ready, write = os.pipe()
one = struct.pack('i', os.getpid())
import socket
near, far = socket.socketpair()
prctl(PR_SET_NO_NEW_PRIVS, 1)
seccomp.install([compile_shared_host_filter(given, None)])
def outcome(attempt):
    try: attempt()
    except OSError as error: return errno.errorcode[error.errno]
    return 'reached'
def with_high_half():
    if library.syscall(ctypes.c_long(fcntl_number), near.fileno(), ctypes.c_long(8 | 1 << 40), os.getpid()) < 0:
        raise OSError(ctypes.get_errno(), 'fcntl')
fcntl_number = {'x86_64': 72, 'aarch64': 25}[os.uname().machine]
print(json.dumps({
    'F_SETOWN': outcome(lambda: fcntl.fcntl(near, 8, os.getpid())),
    'F_SETOWN with more bits': outcome(with_high_half),
    'F_SETSIG': outcome(lambda: fcntl.fcntl(near, 10, 9)),
    'F_SETOWN_EX': outcome(lambda: fcntl.fcntl(near, 15, struct.pack('ii', 1, os.getpid()))),
    'FIOSETOWN': outcome(lambda: fcntl.ioctl(near, 0x8901, one)),
    'SIOCSPGRP': outcome(lambda: fcntl.ioctl(near, 0x8902, one)),
    'flags': outcome(lambda: fcntl.fcntl(near, fcntl.F_SETFL, os.O_NONBLOCK)),
    'bytes that wait': outcome(lambda: fcntl.ioctl(near, 0x541B, one)),
}))`;

const OWNERS = ['F_SETOWN', 'F_SETOWN with more bits', 'F_SETSIG', 'F_SETOWN_EX', 'FIOSETOWN', 'SIOCSPGRP'];

describe('a process that shares its user with the host', () => {
  const others = { 'flags': 'reached', 'bytes that wait': 'reached' };

  test('cannot have descriptors send signals, where Landlock does not confine these', async () => {
    expect(await runPython(ATTEMPTS, 5)).toEqual({ ...Object.fromEntries(OWNERS.map((name) => [name, 'EPERM'])), ...others });
  });

  test('can, where it does', async () => {
    expect(await runPython(ATTEMPTS, 6)).toEqual({ ...Object.fromEntries(OWNERS.map((name) => [name, 'reached'])), ...others });
  });
});
