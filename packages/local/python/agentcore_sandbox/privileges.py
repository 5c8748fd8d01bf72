"""What a session gives up before it runs anything: its user, its capabilities, most of its resources."""
import math
import os
import resource
import struct
from typing import Optional, Tuple

from .libc import (
    PR_CAP_AMBIENT, PR_CAPBSET_DROP, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_NO_NEW_PRIVS, checked, library, prctl,
)
from .namespaces import NEW_USER, map_user, unshare

SESSION_USER = 'genesis1ptools'
SESSION_ID = 1000

_CAPABILITY_VERSION_3 = 0x20080522
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_OPEN_FILES = 4096
# Descriptors on their way through sockets are counted for the user, against the limit of the one who sends: less than
# the usual 1024, so that a session cannot keep other programs of this user from sending any.
_OPEN_FILES_OF_SHARED_USER = 1000
_LOCKED_BYTES = 1 << 20
_QUEUE_BYTES = 1 << 16
_PENDING_SIGNALS = 256
# Watches of files are counted for the user, who may be the one that runs the service. The rest is refused anyway.
_OF_NAMESPACE = {
    'inotify_instances': 16, 'inotify_watches': 4096, 'fanotify_groups': 0,
    **{f'{kind}_namespaces': 0 for kind in ('cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts')},
}


def _last_capability() -> int:
    with open('/proc/sys/kernel/cap_last_cap') as file:
        return int(file.read())


_LAST_CAPABILITY = _last_capability()


def become_user(host_id: int) -> None:
    """Only root can: a user of the host that nobody else is."""
    os.setgroups([])
    os.setresgid(host_id, host_id, host_id)
    # The user namespace of the session is still to be mapped.
    prctl(PR_SET_KEEPCAPS, 1)
    os.setresuid(host_id, host_id, host_id)


def enter_user_namespace(processes: int, data_bytes: Optional[int], own_user: bool) -> None:
    """`data_bytes`: where nothing else bounds memory. `own_user`: nobody else of the host is this user."""
    uid, gid = os.getuid(), os.getgid()
    # Undumpable since the change of user: the maps would belong to root.
    prctl(PR_SET_DUMPABLE, 1)
    unshare(NEW_USER)
    map_user(uid, gid, SESSION_ID)
    for name, count in _OF_NAMESPACE.items():
        _limit_of_namespace(name, count)
    _limit(resource.RLIMIT_CORE, 0)
    bounded = own_user or data_bytes is None
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES if bounded else _OPEN_FILES_OF_SHARED_USER)
    _limit(resource.RLIMIT_MEMLOCK, _LOCKED_BYTES)
    _limit(resource.RLIMIT_MSGQUEUE, _QUEUE_BYTES)
    _limit(resource.RLIMIT_SIGPENDING, _PENDING_SIGNALS)
    # A desktop may let its user take precedence over all others.
    _limit(resource.RLIMIT_RTPRIO, 0)
    _limit(resource.RLIMIT_NICE, 0)
    # Set before the namespace was there, it would be one limit for all sessions of this user.
    _limit(resource.RLIMIT_NPROC, processes)
    if data_bytes is not None:
        _limit(resource.RLIMIT_DATA, data_bytes)


def bound_processors(cpus: float, number: int) -> None:
    """Where no control group bounds their time: neighbours in number are given different ones."""
    there = sorted(os.sched_getaffinity(0))
    allowed = min(len(there), math.ceil(cpus))
    start = number * allowed
    os.sched_setaffinity(0, {there[(start + offset) % len(there)] for offset in range(allowed)})


def drop_capabilities() -> None:
    for capability in range(_LAST_CAPABILITY + 1):
        prctl(PR_CAPBSET_DROP, capability)
    prctl(PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header, none = struct.pack('Ii', _CAPABILITY_VERSION_3, 0), bytes(24)
    checked(library.capset(header, none), 'capset')
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def hide_process() -> None:
    """Of the same user as the code it watches over: no ptrace, and nothing in /proc of its memory and descriptors."""
    prctl(PR_SET_DUMPABLE, 0)


def _limit_of_namespace(name: str, count: int) -> None:
    try:
        descriptor = os.open(f'/proc/sys/user/max_{name}', os.O_WRONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return  # newer than this kernel
    try:
        os.write(descriptor, str(count).encode())
    finally:
        os.close(descriptor)


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    allowed: Tuple[int, ...] = (value,) if hard == resource.RLIM_INFINITY else (value, hard)
    resource.setrlimit(kind, (min(allowed), min(allowed)))
