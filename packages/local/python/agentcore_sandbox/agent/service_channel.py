import socket
from typing import Any, Callable, Dict, List, Sequence

from .byte_stream import ByteStream
from .frames import HELLO, REPLY, REQUEST, Bytes, FrameReader, ProtocolError, frame, message
from .loop import Loop

# Enough to keep a fast reader busy. A slow one must not make the agent keep a session's whole output.
_CROWDED = 4 << 20
_ROOMY = 1 << 20


class ServiceChannel:
    """Frames to and from the service."""

    def __init__(
        self,
        loop: Loop,
        connection: socket.socket,
        on_request: Callable[[int, bytes], None],
        on_end: Callable[[], None],
    ) -> None:
        self.crowded = False
        self._on_request = on_request
        self._reader = FrameReader()
        self._stream = ByteStream(loop, connection, self._received, on_end)
        self._waiting: List[Callable[[], None]] = []
        loop.after_each_round(self._flush)

    def hello(self, token: str, pid: int) -> None:
        self._stream.write(frame(HELLO, 0, message({'token': token, 'pid': pid})[:1]))
        self._flush()

    def reply(self, call: int, fields: Dict[str, Any], attached: Sequence[Bytes] = ()) -> None:
        self.send(REPLY, call, message(fields, attached))

    def send(self, kind: int, call: int, parts: Sequence[Bytes]) -> None:
        self._stream.write(frame(kind, call, parts))
        if not self.crowded and self._stream.pending > _CROWDED:
            self.crowded = True
            self._stream.read_on(False)

    def when_roomy(self, callback: Callable[[], None]) -> None:
        self._waiting.append(callback)

    def _flush(self) -> None:
        self._stream.flush()
        if self.crowded and self._stream.pending < _ROOMY:
            self.crowded = False
            self._stream.read_on(True)
            waiting, self._waiting = self._waiting, []
            for callback in waiting:
                callback()

    def _received(self, data: bytes) -> None:
        self._reader.feed(data)
        received = self._reader.next()
        while received is not None:
            kind, call, payload = received
            if kind != REQUEST:
                raise ProtocolError(f'frame type {kind} from the service')
            self._on_request(call, payload)
            received = self._reader.next()
