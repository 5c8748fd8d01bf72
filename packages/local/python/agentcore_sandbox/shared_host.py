"""A second filter of system calls, for sessions without namespaces: against what Landlock does not know about.

Files, processes and message queues of the host's are in reach of these calls, by the user that they share.
"""
import errno
import socket
from typing import Callable, Optional, Tuple

from . import landlock
from .seccomp import Filter, load

_NOT_EQUAL, _EQUAL, _GREATER, _MASKED_EQUAL = 1, 4, 6, 7
# The kernel looks at no more of a command.
_LOW_HALF = 0xFFFFFFFF
_TYPE_BITS = 0xF
_FAST_OPEN = 0x20000000
_ALLOW = 0x7FFF0000
_DO_NOTHING = 0x00050000

# Landlock lets through what changes no content. Programs that copy or unpack files would fail if these did.
_ATTRIBUTES = (
    'chmod', 'chown', 'chown32', 'fchmodat', 'fchmodat2', 'fchownat', 'futimesat', 'lchown', 'lchown32',
    'lremovexattr', 'lsetxattr', 'removexattr', 'setxattr', 'utime', 'utimes',
)
_ATTRIBUTES_OF_PATH = ('utimensat', 'utimensat_time64')
# One set of them for the whole machine, and they stay when the session has ended.
_QUEUES = (
    'mq_getsetattr', 'mq_notify', 'mq_open', 'mq_unlink', 'msgctl', 'msgget', 'msgrcv', 'msgsnd', 'semctl',
    'semget', 'semop', 'semtimedop', 'ipc',
)
# Tells which files others use.
_WATCHES = ('inotify_add_watch',)
# Of other processes, by their number: a limit of no time at all ends one, the agent too.
_OF_PROCESS = ('prlimit64', 'sched_setattr', 'sched_setparam', 'sched_setscheduler')
# And of all those of a user or group: the first argument says which, here the value for one process.
_OF_PROCESSES = {'ioprio_set': 1, 'setpriority': 0}
_TRUNCATIONS = ('truncate', 'truncate64')
_SIGNALS = ('kill', 'pidfd_send_signal', 'rt_sigqueueinfo', 'rt_tgsigqueueinfo', 'tgkill', 'tkill')
# Ready descriptors send a signal of one's choice, SIGKILL too, to whatever process they were given to.
_F_SETOWN, _F_SETSIG, _F_SETOWN_EX = 8, 10, 15
_FIOSETOWN, _SIOCSPGRP = 0x8901, 0x8902
_SIGNALS_BY_DESCRIPTOR = {
    'fcntl': (_F_SETOWN, _F_SETSIG, _F_SETOWN_EX), 'fcntl64': (_F_SETOWN, _F_SETSIG, _F_SETOWN_EX),
    'ioctl': (_FIOSETOWN, _SIOCSPGRP),
}


def compile_shared_host_filter(landlock_abi: int, port: Optional[int]) -> bytes:
    """`port` is that of the proxy on the host's loopback; None for no network at all."""
    def fill(made: Filter) -> None:
        _refuse_attributes(made)
        _refuse_leaks(made)
        _refuse_others(made)
        _refuse_by_version(made, landlock_abi)
        _refuse_sockets(made, port is not None and landlock_abi >= landlock.TCP_SINCE)
    return _compile(fill)


def compile_own_process_filter() -> bytes:
    """Against calls about other processes of the same user alone: the agent is one."""
    return _compile(_refuse_others)


def _compile(fill: Callable[[Filter], None]) -> bytes:
    made = Filter(load(), _ALLOW)
    try:
        fill(made)
        return made.compiled()
    finally:
        made.release()


def _refuse_attributes(made: Filter) -> None:
    for name in _ATTRIBUTES:
        made.rule(_DO_NOTHING, name)
    for name in _ATTRIBUTES_OF_PATH:
        # Without a path it is about an open file.
        made.rule(_DO_NOTHING, name, (1, _NOT_EQUAL, 0, 0))


def _refuse_leaks(made: Filter) -> None:
    for name in (*_QUEUES, *_WATCHES):
        made.rule(_DO_NOTHING | errno.ENOSYS, name)


def _refuse_others(made: Filter) -> None:
    not_permitted = _DO_NOTHING | errno.EPERM
    for name in _OF_PROCESS:
        made.rule(not_permitted, name, (0, _NOT_EQUAL, 0, 0))
    for name, process in _OF_PROCESSES.items():
        made.rule(not_permitted, name, (0, _NOT_EQUAL, process, 0))
        made.rule(not_permitted, name, (1, _NOT_EQUAL, 0, 0))


def _refuse_by_version(made: Filter, landlock_abi: int) -> None:
    not_permitted = _DO_NOTHING | errno.EPERM
    for name in _TRUNCATIONS if landlock_abi < landlock.TRUNCATION_SINCE else ():
        made.rule(not_permitted, name)
    if landlock_abi < landlock.SIGNALS_SINCE:
        for name in _SIGNALS:
            made.rule(not_permitted, name)
        for name, commands in _SIGNALS_BY_DESCRIPTOR.items():
            for command in commands:
                made.rule(not_permitted, name, (1, _MASKED_EQUAL, _LOW_HALF, command))


def _refuse_sockets(made: Filter, proxied: bool) -> None:
    """Sockets with a path reach the services of this user, one of which starts programs: D-Bus."""
    no_such_family = _DO_NOTHING | errno.EAFNOSUPPORT
    made.rule(no_such_family, 'socketcall')
    # Datagrams need no connection: from one of a pair they could be sent to any path.
    _allow_types(made, 'socketpair', no_such_family, (socket.SOCK_STREAM, socket.SOCK_SEQPACKET))
    if not proxied:
        made.rule(no_such_family, 'socket')
        return
    _allow_values(made, 'socket', no_such_family, 0, (socket.AF_INET, socket.AF_INET6))
    _allow_types(made, 'socket', no_such_family, (socket.SOCK_STREAM,))
    # Landlock knows TCP, and neither MPTCP nor SCTP; nor a connection that is opened by sending.
    _allow_values(made, 'socket', no_such_family, 2, (0, socket.IPPROTO_TCP))
    for name, argument in (('sendto', 3), ('sendmsg', 2), ('sendmmsg', 3)):
        made.rule(_DO_NOTHING | errno.EOPNOTSUPP, name, (argument, _MASKED_EQUAL, _FAST_OPEN, _FAST_OPEN))


def _allow_values(made: Filter, name: str, refusal: int, argument: int, allowed: Tuple[int, ...]) -> None:
    for value in range(max(allowed)):
        if value not in allowed:
            made.rule(refusal, name, (argument, _EQUAL, value, 0))
    made.rule(refusal, name, (argument, _GREATER, max(allowed), 0))


def _allow_types(made: Filter, name: str, refusal: int, allowed: Tuple[int, ...]) -> None:
    for kind in range(_TYPE_BITS + 1):
        if kind not in allowed:
            made.rule(refusal, name, (1, _MASKED_EQUAL, _TYPE_BITS, kind))
