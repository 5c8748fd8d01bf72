import array
import fcntl
import os
import termios
from collections import deque
from typing import Callable, Deque, Optional

from .loop import READ, Loop

_CHUNK = 1 << 16
_MAXIMUM_LEFTOVERS = 256


class Sink:
    """Takes the first `room` bytes, counts the others."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.dropped = 0

    def take(self, data: bytes) -> None:
        kept = data[:self.room]
        self.room -= len(kept)
        self.dropped += len(data) - len(kept)
        if kept:
            self.keep(kept)

    def keep(self, data: bytes) -> None:
        raise NotImplementedError

    def crowded(self) -> bool:
        """Whether it cannot keep anything now."""
        return False

    def when_roomy(self, callback: Callable[[], None]) -> None:
        """Calls back when it is no longer crowded."""


class OutputPipe:
    """The reading end of a pipe that code writes to. Always read, or the code would stand still."""

    def __init__(self, loop: Loop, descriptor: int, on_end: Optional[Callable[[], None]] = None) -> None:
        self.sink: Optional[Sink] = None
        self.closed = False
        self.heard_strays = False
        """Whether something came while there was no sink: whoever wrote it may go on."""
        self.on_end = on_end
        self._loop = loop
        self._descriptor = descriptor
        self._waiting = False
        os.set_blocking(descriptor, False)
        loop.watch(descriptor, READ, self._ready)

    def drain(self) -> None:
        """Reads what is in it now, and no more: writers that never stop must not keep the agent here."""
        if self.closed:
            return
        available = array.array('i', [0])
        fcntl.ioctl(self._descriptor, termios.FIONREAD, available)
        left = available[0]
        while left > 0 and not self.closed:
            left -= self._read(min(left, _CHUNK)) or left

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            if not self._waiting:
                self._loop.forget(self._descriptor)
            os.close(self._descriptor)

    def _ready(self, _events: int) -> None:
        if self.sink is not None and self.sink.room > 0 and self.sink.crowded():
            self._waiting = True
            self._loop.forget(self._descriptor)
            self.sink.when_roomy(self._resume)
        else:
            self._read(_CHUNK)

    def _resume(self) -> None:
        if self._waiting and not self.closed:
            self._waiting = False
            self._loop.watch(self._descriptor, READ, self._ready)

    def _read(self, size: int) -> int:
        try:
            data = os.read(self._descriptor, size)
        except BlockingIOError:
            return 0
        except OSError:
            data = b''
        if not data:
            self.close()
            if self.on_end is not None:
                self.on_end()
        elif self.sink is not None:
            self.sink.take(data)
        else:
            self.heard_strays = True
        return len(data)


class Leftovers:
    """Pipes of calls that have ended, held by children left running: a server that logs must not get EPIPE."""

    def __init__(self) -> None:
        self._pipes: Deque[OutputPipe] = deque()

    def adopt(self, pipe: OutputPipe) -> None:
        pipe.sink = None
        pipe.on_end = None
        if pipe.closed:
            return
        self._pipes = deque(kept for kept in self._pipes if not kept.closed)
        self._pipes.append(pipe)
        if len(self._pipes) > _MAXIMUM_LEFTOVERS:
            self._pipes.popleft().close()
