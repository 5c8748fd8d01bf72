import os
import signal
import sys
import time
from typing import Dict, Iterator, List, Set, Tuple

from .. import libc

_PR_SET_CHILD_SUBREAPER = 36
_SECONDS_TO_END = 5.0
_PAGE = os.sysconf('SC_PAGE_SIZE')


def become_trusted() -> None:
    """Not traceable by code of the same user, and the parent of all orphans where there is no process namespace."""
    if sys.platform == 'linux':
        libc.prctl(libc.PR_SET_DUMPABLE, 0)
        if os.getpid() != 1:
            libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)


def usage() -> Tuple[int, int]:
    """How many processes the session has, and their resident memory in bytes."""
    pids = [os.getpid(), *(pid for pid, _parent in _all())] if os.getpid() == 1 else [os.getpid(), *descendants()]
    return len(set(pids)), sum(_resident(pid) for pid in set(pids))


def descendants() -> List[int]:
    children: Dict[int, List[int]] = {}
    for pid, parent in _all():
        children.setdefault(parent, []).append(pid)
    found: List[int] = []
    waiting = [os.getpid()]
    while waiting:
        below = children.pop(waiting.pop(), [])
        found += below
        waiting += below
    return found


def end_descendants() -> None:
    """Where no process namespace takes them along. Stopped first, so that they cannot fork away from it."""
    until = time.monotonic() + _SECONDS_TO_END
    stopped: Set[int] = set()
    while time.monotonic() < until:
        left = descendants()
        if not left:
            return
        fresh = [pid for pid in left if pid not in stopped]
        for pid in fresh or left:
            _send(pid, signal.SIGSTOP if fresh else signal.SIGKILL)
        stopped.update(fresh)
        if not fresh:
            stopped.clear()
            _reap()


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass
    time.sleep(0.001)


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def _all() -> Iterator[Tuple[int, int]]:
    """Process ids with their parents'."""
    try:
        names = os.listdir('/proc')
    except OSError:
        return
    for name in names:
        if name.isdigit():
            fields = _read(f'/proc/{name}/stat').rpartition(b')')[2].split()
            # Zombies hold no memory, and are reaped soon.
            if len(fields) > 1 and fields[0] != b'Z':
                yield int(name), int(fields[1])


def _resident(pid: int) -> int:
    fields = _read(f'/proc/{pid}/statm').split()
    return int(fields[1]) * _PAGE if len(fields) > 1 else 0


def _read(path: str) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b''
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b''
    finally:
        os.close(descriptor)
