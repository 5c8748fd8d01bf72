"""File descriptors that must not reach a session."""
import ctypes
import os
import sys
from typing import Iterable

from .libc import library

_CLOSE_RANGE = 436  # the same on every architecture
_LAST = (1 << 31) - 1
_OPEN = '/proc/self/fd' if sys.platform == 'linux' else '/dev/fd'


def close_all_but(kept: Iterable[int]) -> None:
    """And the standard three."""
    first = 3
    for descriptor in sorted({*kept}):
        _close(first, descriptor - 1)
        first = max(first, descriptor + 1)
    _close(first, _LAST)


def silence(*standard: int) -> None:
    """Reading gives nothing, writing goes nowhere."""
    null = os.open('/dev/null', os.O_RDWR | os.O_CLOEXEC)
    for descriptor in standard:
        os.dup2(null, descriptor)
    os.close(null)


def _close(first: int, last: int) -> None:
    """Not `os.closerange`: in Pythons built for older systems, it tries every number there could be, for minutes."""
    if first > last or _close_range(first, last):
        return
    for name in os.listdir(_OPEN):
        if first <= int(name) <= last:
            try:
                os.close(int(name))
            except OSError:
                pass  # the one that listed the folder


def _close_range(first: int, last: int) -> bool:
    """False where the kernel has it not, or a filter of system calls refuses it."""
    if sys.platform != 'linux':
        return False
    arguments = (ctypes.c_uint(first), ctypes.c_uint(last), ctypes.c_uint(0))
    return bool(library.syscall(ctypes.c_long(_CLOSE_RANGE), *arguments) == 0)
