import os
from typing import Callable, NoReturn, Sequence

from .. import libc

# Where there is no close_range, each of them is a system call.
_MOST_DESCRIPTORS = 1 << 20


class InForkedChild(BaseException):
    """Raised in a fresh child, so that it leaves every frame of the agent before it runs anything."""

    def __init__(self, run: Callable[[], NoReturn]) -> None:
        super().__init__()
        self.run = run


def fork(run: Callable[[], NoReturn], standard: Sequence[int], kept: int) -> int:
    """A copy of the agent in a session of its own, with three standard descriptors and one more; its process id."""
    pid = libc.fork()
    if pid != 0:
        return pid
    try:
        os.setsid()
        for target, descriptor in enumerate(standard):
            os.dup2(descriptor, target)
        os.closerange(len(standard), kept)
        os.closerange(kept + 1, min(os.sysconf('SC_OPEN_MAX'), _MOST_DESCRIPTORS))
    except BaseException:
        os._exit(126)
    raise InForkedChild(run)
