import os
import signal
import socket
from typing import Callable, Dict

from .loop import READ, Loop


class Children:
    """Tells who ended, and reaps the orphans that the first process of a session inherits."""

    def __init__(self, loop: Loop) -> None:
        self._on_exit: Dict[int, Callable[[int], None]] = {}
        # An object, since `set_wakeup_fd` keeps no reference.
        self._woken, self._wakeup = socket.socketpair()
        self._woken.setblocking(False)
        self._wakeup.setblocking(False)
        signal.signal(signal.SIGCHLD, _wake)
        signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        loop.watch(self._woken.fileno(), READ, self._reap)

    def expect(self, pid: int, on_exit: Callable[[int], None]) -> None:
        """Calls back with the exit code, 128 + n for signal n."""
        self._on_exit[pid] = on_exit

    def _reap(self, _events: int) -> None:
        try:
            self._woken.recv(4096)
        except BlockingIOError:
            pass
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            on_exit = self._on_exit.pop(pid, None)
            if on_exit is not None:
                on_exit(exit_code_of(status))


def exit_code_of(status: int) -> int:
    return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _wake(_number: int, _frame: object) -> None:
    """Being handled is what writes to the wakeup descriptor."""
