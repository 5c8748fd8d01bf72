"""File descriptors that must not reach a session."""
import os
from typing import Iterable

_MORE_THAN_ANY = 1 << 30


def close_all_but(kept: Iterable[int]) -> None:
    """And the standard three."""
    first = 3
    for descriptor in sorted({*kept}):
        os.closerange(first, descriptor)
        first = max(first, descriptor + 1)
    os.closerange(first, _MORE_THAN_ANY)


def silence(*standard: int) -> None:
    """Reading gives nothing, writing goes nowhere."""
    null = os.open('/dev/null', os.O_RDWR | os.O_CLOEXEC)
    for descriptor in standard:
        os.dup2(null, descriptor)
    os.close(null)
