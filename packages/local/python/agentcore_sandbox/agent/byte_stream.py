import socket
from collections import deque
from typing import Callable, Deque, Optional, Sequence

from .frames import Bytes
from .loop import READ, WRITE, Loop

_CHUNK = 1 << 16
_MAXIMUM_PIECES = 64


class ByteStream:
    """A socket that neither reading nor writing blocks on. What cannot be written yet is kept."""

    def __init__(
        self, loop: Loop, connection: socket.socket, on_data: Callable[[bytes], None], on_end: Callable[[], None],
    ) -> None:
        self.pending = 0
        self.closed = False
        self._loop = loop
        self._socket = connection
        self._on_data = on_data
        self._on_end = on_end
        self._pieces: Deque[memoryview] = deque()
        self._on_written: Optional[Callable[[], None]] = None
        self._events = READ
        connection.setblocking(False)
        loop.watch(connection.fileno(), READ, self._ready)

    def write(self, pieces: Sequence[Bytes]) -> None:
        """Keeps them until `flush`."""
        for piece in pieces:
            self._pieces.append(memoryview(piece))
            self.pending += len(piece)

    def flush(self) -> None:
        while self._pieces and not self.closed:
            try:
                sent = self._socket.sendmsg([self._pieces[at] for at in range(min(len(self._pieces), _MAXIMUM_PIECES))])
            except BlockingIOError:
                break
            except OSError:
                self._end()
                return
            self.pending -= sent
            self._drop(sent)
        if not self._pieces and self._on_written is not None:
            self._on_written()
        self._listen_for((self._events & READ) | (WRITE if self._pieces else 0))

    def send_descriptors(self, data: bytes, descriptors: Sequence[int]) -> bool:
        """With few bytes, and only when nothing waits. Whether they went."""
        if self._pieces or self.closed:
            return False
        try:
            socket.send_fds(self._socket, [data], list(descriptors))
        except OSError:
            return False
        return True

    def when_written(self, callback: Callable[[], None]) -> None:
        """Calls back each time when all is written."""
        self._on_written = callback

    def read_on(self, wanted: bool) -> None:
        """Whether to read what comes."""
        self._listen_for((self._events & WRITE) | (READ if wanted else 0))

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            if self._events:
                self._loop.forget(self._socket.fileno())
            self._socket.close()
            self._pieces.clear()
            self.pending = 0

    def _drop(self, sent: int) -> None:
        while sent > 0:
            first = self._pieces.popleft()
            if len(first) > sent:
                self._pieces.appendleft(first[sent:])
            sent -= len(first)

    def _listen_for(self, events: int) -> None:
        if self.closed or events == self._events:
            return
        descriptor = self._socket.fileno()
        if not events:
            self._loop.forget(descriptor)
        elif not self._events:
            self._loop.watch(descriptor, events, self._ready)
        else:
            self._loop.change(descriptor, events)
        self._events = events

    def _ready(self, events: int) -> None:
        if events & WRITE:
            self.flush()
        if events & READ and not self.closed:
            try:
                data = self._socket.recv(_CHUNK)
            except BlockingIOError:
                return
            except OSError:
                data = b''
            if data:
                self._on_data(data)
            else:
                self._end()

    def _end(self) -> None:
        self.close()
        self._on_end()
