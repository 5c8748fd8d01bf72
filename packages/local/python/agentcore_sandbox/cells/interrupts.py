import signal
from types import FrameType
from typing import Optional


def raise_interrupts() -> None:
    """SIGINT as KeyboardInterrupt, also if code has put in a handler of its own. Python's leaves no frame of ours."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def swallow_interrupts() -> None:
    """One that comes late must not end the process. A handler, as programs started now would inherit SIG_IGN."""
    signal.signal(signal.SIGINT, _swallow)


def _swallow(_number: int, _frame: Optional[FrameType]) -> None:
    """Between cells there is nothing to interrupt."""
