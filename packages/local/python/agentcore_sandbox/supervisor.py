"""The parent of an agent that has no process namespace: ends what is left of the session when the agent has ended."""
import os
import signal
import socket
import sys
import time

from .agent import processes
from .libc import PR_SET_PDEATHSIG, prctl

_SECONDS_TO_REAP = 1.0


def fork_supervised(channel: socket.socket) -> None:
    """Returns in the child. The parent stays until everything below it has ended, and never returns."""
    parent = os.getpid()
    processes.become_trusted()
    pid = os.fork()
    if pid == 0:
        _end_with(parent)
        return
    try:
        channel.close()
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGKILL))
        _wait_for(pid)
        processes.end_descendants()
        _reap()
    finally:
        os._exit(0)


def _end_with(parent: int) -> None:
    """An agent without its supervisor could leave processes behind."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == 'linux':
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _wait_for(pid: int) -> None:
    """Orphans come here too, once the agent that inherited them has ended."""
    while os.waitpid(-1, 0)[0] != pid:
        pass


def _reap() -> None:
    """All are dead by now; those that the kernel has not done with are left to the first process of the machine."""
    until = time.monotonic() + _SECONDS_TO_REAP
    try:
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.001)
    except ChildProcessError:
        pass
