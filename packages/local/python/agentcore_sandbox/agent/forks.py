import os
from typing import Callable, NoReturn, Sequence

from .. import descriptors, libc


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
        descriptors.close_all_but([kept])
    except BaseException:
        os._exit(126)
    raise InForkedChild(run)
