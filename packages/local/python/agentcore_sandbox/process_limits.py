"""Resource limits of a session that has neither namespaces nor cgroups of its own to bound it."""
import os
import resource
from typing import Optional

from .settings import Limits

_OPEN_FILES = 4096
_LOCKED_BYTES = 1 << 20
_PENDING_SIGNALS = 256


def limit_process(limits: Limits, own_user: bool) -> None:
    """For this process and all that it starts. `own_user`: no other session or program runs as this user."""
    _limit('RLIMIT_CORE', 0)
    _limit('RLIMIT_NOFILE', _OPEN_FILES)
    _limit('RLIMIT_MEMLOCK', _LOCKED_BYTES)
    _limit('RLIMIT_SIGPENDING', _PENDING_SIGNALS)
    # A desktop may let its user take precedence over all others.
    _limit('RLIMIT_RTPRIO', 0)
    _limit('RLIMIT_NICE', 0)
    _limit('RLIMIT_FSIZE', limits.disk_bytes)
    # Of data, not of addresses: Node and Deno reserve far more addresses than they use.
    _limit('RLIMIT_DATA', limits.memory_bytes)
    # It counts every thread of the user, those outside of the session too.
    others = 0 if own_user else _threads_of(os.getuid())
    _limit('RLIMIT_NPROC', limits.processes if others is None else others + limits.processes)


def _limit(name: str, value: int) -> None:
    kind = getattr(resource, name, None)
    if kind is None:
        return  # not of this system
    _, hard = resource.getrlimit(kind)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))


def _threads_of(uid: int) -> Optional[int]:
    """None where the system does not tell."""
    try:
        pids = [name for name in os.listdir('/proc') if name.isdigit()]
    except OSError:
        return None
    count = 0
    for pid in pids:
        try:
            if os.stat(f'/proc/{pid}').st_uid == uid:
                count += len(os.listdir(f'/proc/{pid}/task'))
        except OSError:
            continue  # ended meanwhile
    return count
