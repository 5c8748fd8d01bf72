import socket

CHUNK = 32 * 1024


class Stream:
    """One direction of a connection. Holds one chunk at most: who does not read holds up who sends."""

    def __init__(self, source: socket.socket, target: socket.socket) -> None:
        self._source = source
        self._target = target
        self._held = memoryview(b'')
        self._ended = False
        self.done = False

    @property
    def wants_source(self) -> bool:
        return not self._held and not self._ended

    @property
    def wants_target(self) -> bool:
        return len(self._held) > 0

    def move(self) -> None:
        """As much as goes without waiting. Raises OSError when one end is gone."""
        try:
            if self.wants_source:
                data = self._source.recv(CHUNK)
                self._held = memoryview(data)
                self._ended = not data
            if self._held:
                self._held = self._held[self._target.send(self._held):]
        except BlockingIOError:
            return
        if self._ended and not self.done:
            # Half of a connection may end before the other: `curl` and netcat end what they send first.
            self.done = True
            self._target.shutdown(socket.SHUT_WR)
