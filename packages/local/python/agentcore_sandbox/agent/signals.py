import os
import signal
from typing import FrozenSet

# Faults of the process itself must still end it.
_KEPT = {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD, signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}

IGNORED: FrozenSet[int] = frozenset(number for number in signal.valid_signals() if number not in _KEPT)


def ignore_all() -> None:
    """Code of the same user may send any signal to the agent."""
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)


def restore_all() -> None:
    """For a child that is to run code: what is ignored would stay ignored in the programs it starts."""
    signal.set_wakeup_fd(-1)
    for number in (*IGNORED, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)


def signal_group(leader: int, number: int) -> None:
    """To a child of ours, not reaped yet, and all in its process group."""
    for send in (os.killpg, os.kill):
        try:
            send(leader, number)
        except (ProcessLookupError, PermissionError):
            continue
        if number != signal.SIGKILL:
            return
