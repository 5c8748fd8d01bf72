"""The filter of system calls, compiled by libseccomp for the architecture at hand and installed without it."""
import ctypes
import errno
import os
import socket
import tempfile
from typing import Callable, List, Optional, Tuple

from .libc import PR_SET_SECCOMP, checked, library
from .namespaces import NEW_CGROUP, NEW_IPC, NEW_MOUNT, NEW_NET, NEW_PID, NEW_USER, NEW_UTS
from .syscalls import AFFINITY, ALLOWED, HIDDEN_MEMORY, NOT_PERMITTED, WITHOUT_EFFECT

_KILL_PROCESS = 0x80000000
_ALLOW = 0x7FFF0000
_MODE_FILTER = 2
_INSTRUCTION_BYTES = 8

_ATTRIBUTE_OTHER_ARCHITECTURE = 2
_ATTRIBUTE_OPTIMIZE = 8
_AS_BINARY_TREE = 2

_EQUAL, _GREATER, _MASKED_EQUAL = 4, 6, 7
_LOW_HALF = 0xFFFFFFFF

_NEW_TIME = 0x80
_NAMESPACES = (NEW_MOUNT, NEW_CGROUP, NEW_UTS, NEW_IPC, NEW_USER, NEW_PID, NEW_NET, _NEW_TIME)
_FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK)
# Both put characters into the terminal that the service may have been started from.
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_NETLINK_ROUTE = 0
_F_SETPIPE_SZ = 1031
_PERSONALITIES = (0x0, 0x8, 0x20000, 0x20008, 0xFFFFFFFF)


class _Comparison(ctypes.Structure):
    _fields_ = [('argument', ctypes.c_uint), ('operator', ctypes.c_int), ('a', ctypes.c_uint64), ('b', ctypes.c_uint64)]


class _Program(ctypes.Structure):
    _fields_ = [('length', ctypes.c_ushort), ('instructions', ctypes.c_char_p)]


Condition = Tuple[int, int, int, int]


class Filter:
    """One filter in the making: what every call does, and rules for some."""

    def __init__(self, libseccomp: ctypes.CDLL, default: int) -> None:
        self._library = libseccomp
        self._context = ctypes.c_void_p(libseccomp.seccomp_init(ctypes.c_uint32(default)))
        if not self._context:
            raise OSError(errno.ENOMEM, 'libseccomp cannot make a filter')
        self._set(_ATTRIBUTE_OTHER_ARCHITECTURE, _KILL_PROCESS)
        self._set(_ATTRIBUTE_OPTIMIZE, _AS_BINARY_TREE)

    def rule(self, action: int, name: str, *conditions: Condition) -> None:
        number = self._library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return
        comparisons = (_Comparison * len(conditions))(*conditions)
        result = self._library.seccomp_rule_add_array(
            self._context, ctypes.c_uint32(action), number, ctypes.c_uint(len(conditions)), comparisons,
        )
        _succeeded(result, f'rule for {name}')

    def compiled(self) -> bytes:
        with tempfile.TemporaryFile() as file:
            _succeeded(self._library.seccomp_export_bpf(self._context, file.fileno()), 'export')
            file.seek(0)
            return file.read()

    def release(self) -> None:
        self._library.seccomp_release(self._context)

    def _set(self, attribute: int, value: int) -> None:
        # Optimizing is newer than the rest, and may be missing.
        result = self._library.seccomp_attr_set(self._context, attribute, ctypes.c_uint32(value))
        if attribute != _ATTRIBUTE_OPTIMIZE:
            _succeeded(result, f'attribute {attribute}')


def compile_filters(memory_bounded: bool, processors_bounded: bool) -> List[bytes]:
    """The programs to install, in this order. Where no cgroup bounds memory or processors, ways around are closed."""
    libseccomp = load()
    names = ALLOWED + (HIDDEN_MEMORY if memory_bounded else []) + (AFFINITY if processors_bounded else [])
    return [
        _compile(libseccomp, _ALLOW, lambda made: _refuse_arguments(made, memory_bounded)),
        _compile(libseccomp, _refusal(errno.ENOSYS), lambda made: _allow(made, names)),
    ]


def install(programs: List[bytes]) -> None:
    """For this process and all that it starts, for good. Needs `no_new_privs`."""
    for program in programs:
        description = _Program(len(program) // _INSTRUCTION_BYTES, program)
        result = library.prctl(PR_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), ctypes.byref(description), 0, 0)
        checked(result, 'seccomp')


def _compile(libseccomp: ctypes.CDLL, default: int, fill: Callable[[Filter], None]) -> bytes:
    made = Filter(libseccomp, default)
    try:
        fill(made)
        return made.compiled()
    finally:
        made.release()


def _allow(made: Filter, names: List[str]) -> None:
    for name in names:
        made.rule(_ALLOW, name)
    for personality in _PERSONALITIES:
        made.rule(_ALLOW, 'personality', (0, _EQUAL, personality, 0))
    for name in NOT_PERMITTED:
        made.rule(_refusal(errno.EPERM), name)
    for name in WITHOUT_EFFECT:
        made.rule(_refusal(0), name)


def _refuse_arguments(made: Filter, memory_bounded: bool) -> None:
    """A filter of its own, since "all but these" cannot be said where the default is to refuse."""
    not_permitted = _refusal(errno.EPERM)
    for namespace in _NAMESPACES:
        made.rule(not_permitted, 'clone', (0, _MASKED_EQUAL, namespace, namespace))
    # The kernel looks at the low half only; a comparison of all 64 bits could be passed by setting a high one.
    for request in (_TIOCSTI, _TIOCLINUX):
        made.rule(not_permitted, 'ioctl', (1, _MASKED_EQUAL, _LOW_HALF, request))
    if not memory_bounded:
        # What waits in sockets is in no process's memory. No error, since the kernel grants less than asked for, too.
        for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            size = (1, _MASKED_EQUAL, _LOW_HALF, socket.SOL_SOCKET), (2, _MASKED_EQUAL, _LOW_HALF, option)
            made.rule(_refusal(0), 'setsockopt', *size)
        # Nor is what waits in pipes.
        for call in ('fcntl', 'fcntl64'):
            made.rule(not_permitted, call, (1, _MASKED_EQUAL, _LOW_HALF, _F_SETPIPE_SZ))
    no_such_family = _refusal(errno.EAFNOSUPPORT)
    for call in ('socket', 'socketpair'):
        for family in range(max(_FAMILIES)):
            if family not in _FAMILIES:
                made.rule(no_such_family, call, (0, _EQUAL, family, 0))
        made.rule(no_such_family, call, (0, _GREATER, max(_FAMILIES), 0))
    # The C library asks for its interfaces there. The others lead to parts of the kernel that only administrators need.
    other_netlink = ((0, _EQUAL, socket.AF_NETLINK, 0), (2, _GREATER, _NETLINK_ROUTE, 0))
    made.rule(_refusal(errno.EPROTONOSUPPORT), 'socket', *other_netlink)


def _refusal(number: int) -> int:
    return 0x00050000 | number


def _succeeded(result: int, what: str) -> None:
    if result < 0:
        raise OSError(-result, f'libseccomp: {what}: {os.strerror(-result)}')


def load() -> ctypes.CDLL:
    """Raises OSError that says how to install it."""
    loaded: Optional[ctypes.CDLL] = None
    try:
        loaded = ctypes.CDLL('libseccomp.so.2')
    except OSError as error:
        raise OSError(
            errno.ENOENT,
            f'libseccomp.so.2 cannot be loaded ({error}): install it, '
            'in Debian and Ubuntu with `apt-get install libseccomp2`',
        ) from error
    loaded.seccomp_init.restype = ctypes.c_void_p
    loaded.seccomp_init.argtypes = [ctypes.c_uint32]
    loaded.seccomp_syscall_resolve_name.argtypes = [ctypes.c_char_p]
    return loaded
