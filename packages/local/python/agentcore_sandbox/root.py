"""The read-only file system that all sessions start from, built once."""
import ctypes
import os
import pwd
from typing import Iterable, List

from .libc import (
    MS_BIND, MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_PRIVATE, MS_RDONLY, MS_REC, MS_REMOUNT,
    checked, library, mount, pivot_root, unmount,
)
from .mounts import HOME_MOUNT
from .privileges import SESSION_ID, SESSION_USER

HOST_NAME = 'sandbox'

# Nothing of these is secret, and programs expect them. Those that are not there are left out.
_SYSTEM = (
    '/usr', '/nix/store', '/etc/alternatives', '/etc/ca-certificates', '/etc/fonts', '/etc/ld.so.cache',
    '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/localtime', '/etc/matplotlibrc', '/etc/mime.types', '/etc/pki/tls',
    '/etc/pki/ca-trust', '/etc/protocols', '/etc/services', '/etc/ssl/certs', '/etc/ssl/openssl.cnf', '/etc/terminfo',
)
_MERGED_INTO_USR = ('bin', 'lib', 'lib32', 'lib64', 'libx32', 'sbin')
_FOLDERS = ('dev/pts', 'dev/shm', 'etc', 'mnt', 'proc', 'root', 'run', 'tmp', 'var', HOME_MOUNT[1:])
_DEVICES = ('full', 'null', 'random', 'tty', 'urandom', 'zero')
_LINKS = {
    'dev/fd': '/proc/self/fd', 'dev/stdin': '/proc/self/fd/0', 'dev/stdout': '/proc/self/fd/1',
    'dev/stderr': '/proc/self/fd/2', 'dev/ptmx': 'pts/ptmx', 'var/tmp': '/tmp',
}
_FILES = {
    'etc/passwd': (
        'root:x:0:0:root:/root:/bin/sh\n'
        f'{SESSION_USER}:x:{SESSION_ID}:{SESSION_ID}::{HOME_MOUNT}/var:/bin/bash\n'
        'nobody:x:65534:65534::/:/bin/false\n'
    ),
    'etc/group': f'root:x:0:\n{SESSION_USER}:x:{SESSION_ID}:\nnogroup:x:65534:\n',
    'etc/hosts': f'127.0.0.1 localhost {HOST_NAME}\n::1 localhost\n',
    'etc/hostname': f'{HOST_NAME}\n',
    'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
    'etc/resolv.conf': '',
}

_TOO_WIDE = ('/', '/dev', '/etc', '/home', '/proc', '/root', '/run', '/sys', '/tmp', '/var')
# Where programs of all kinds keep what is theirs, passwords too.
_TOO_WIDE_AT_HOME = ('', '.cache', '.config', '.local')

_SYS_MOUNT_SETATTR = 442  # the same on every architecture
_AT_FDCWD = -100
_AT_RECURSIVE = 0x8000
_ATTR_RDONLY_NOSUID_NODEV = 1 | 2 | 4


def refuse_too_wide(read_only: Iterable[str]) -> None:
    """Called while the process is still the user that it belongs to."""
    try:
        home = pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        home = '/root'
    folders = (*_TOO_WIDE, *(os.path.join(home, name) for name in _TOO_WIDE_AT_HOME))
    too_wide, homes = {os.path.realpath(folder) for folder in folders}, os.path.realpath('/home')
    for path in read_only:
        real = os.path.realpath(path)
        if real in too_wide or os.path.dirname(real) == homes:
            raise ValueError(
                f'{path} would be readable in every sandbox: too much; use a Python, Node or Deno in a folder of its '
                'own',
            )


def enter_root(at: str, read_only: Iterable[str]) -> List[str]:
    """Make the root in an empty folder and pivot into it; what is bound there. For a mount namespace of one's own."""
    mount(None, '/', None, MS_REC | MS_PRIVATE)
    mount('tmpfs', at, 'tmpfs', MS_NOSUID | MS_NODEV, 'size=4m,mode=755')
    for folder in _FOLDERS:
        os.makedirs(f'{at}/{folder}')
    bound = _to_bind(read_only)
    for path in bound:
        _bind(path, at + path)
    for name in _MERGED_INTO_USR:
        if os.path.islink(f'/{name}'):
            os.symlink(f'usr/{name}', f'{at}/{name}')
        elif os.path.isdir(f'/{name}'):
            _bind(f'/{name}', f'{at}/{name}')
    for path, text in _FILES.items():
        with open(f'{at}/{path}', 'w') as file:
            file.write(text)
    for device in _DEVICES:
        _make_file(f'{at}/dev/{device}')
        mount(f'/dev/{device}', f'{at}/dev/{device}', None, MS_BIND)
    for path, target in _LINKS.items():
        os.symlink(target, f'{at}/{path}')
    # Stays underneath those of sessions: the kernel lets a user namespace mount proc only where one is fully visible.
    mount('proc', f'{at}/proc', 'proc', MS_NOSUID | MS_NODEV | MS_NOEXEC)
    os.chdir(at)
    pivot_root('.', '.')
    unmount('.')
    os.chdir('/')
    mount(None, '/', None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
    return bound


def _to_bind(read_only: Iterable[str]) -> List[str]:
    """Without those that another one holds, so that nothing is bound into something read-only."""
    system = [path for path in _SYSTEM if os.path.exists(path)]
    chosen: List[str] = []
    for path in sorted({*system, *(os.path.normpath(path) for path in read_only)}):
        if not any(path.startswith(f'{other}/') for other in chosen):
            chosen.append(path)
    return chosen


def _bind(source: str, target: str) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _make_file(target)
    mount(source, target, None, MS_BIND | MS_REC)
    _make_read_only(target)


def _make_read_only(target: str) -> None:
    attributes = (ctypes.c_uint64 * 4)(_ATTR_RDONLY_NOSUID_NODEV, 0, 0, 0)
    result = library.syscall(
        ctypes.c_long(_SYS_MOUNT_SETATTR), _AT_FDCWD, os.fsencode(target), _AT_RECURSIVE,
        ctypes.byref(attributes), ctypes.c_size_t(ctypes.sizeof(attributes)),
    )
    checked(result, f'make {target} read-only (needs Linux 5.12 or newer)')


def _make_file(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o444))
