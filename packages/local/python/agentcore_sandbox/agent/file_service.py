import signal
import socket
from collections import deque
from typing import Callable, Deque, NoReturn, Optional, Tuple

from .files.file_process import run_file_process
from . import forks
from .byte_stream import ByteStream
from .calls import Call
from .commands import start_problem
from .deadlines import Deadline
from .frames import REPLY, REQUEST, FrameReader, frame, message, parse_message
from .session import Session
from .signals import signal_group

# For 100 MB on a slow disk. What takes longer is stuck on something that code has put in the way.
_SECONDS = 60.0

Answer = Callable[[bytes], None]


class FileService:
    """Runs the file tools in a process that can be replaced: no path that code has made holds up the agent."""

    OPERATIONS = frozenset(('write', 'read', 'list', 'remove'))

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: Deque[Tuple[Call, bytes, Answer]] = deque()
        self._current: Optional[Tuple[Call, Answer]] = None
        self._deadline: Optional[Deadline] = None
        self._stream: Optional[ByteStream] = None
        self._reader = FrameReader()
        self._pid = 0

    def serve(self, call: Call, request: bytes) -> None:
        self._ask(call, request, call.reply_encoded)

    def measure(self, call: Call, answer: Callable[[int], None]) -> None:
        """Bytes on disk."""
        self._ask(call, b''.join(message({'op': 'usage'})), lambda reply: answer(parse_message(reply)[0]['diskBytes']))

    def _ask(self, call: Call, request: bytes, answer: Answer) -> None:
        self._waiting.append((call, request, answer))
        self._next()

    def _next(self) -> None:
        while self._current is None and self._waiting:
            call, request, answer = self._waiting.popleft()
            try:
                stream = self._stream or self._start()
            except OSError as problem:
                call.refuse(start_problem(self._session, 'The file operation', problem))
                continue
            self._current = (call, answer)
            self._deadline = self._session.loop.later(_SECONDS, self._stuck)
            stream.write(frame(REQUEST, call.number, [request]))
            stream.flush()

    def _start(self) -> ByteStream:
        near, far = socket.socketpair()
        null = self._session.programs.null
        settings = self._session.settings

        def run() -> NoReturn:
            run_file_process(far, settings)

        try:
            pid = forks.fork(run, [null, null, null], far.fileno())
        except OSError:
            near.close()
            far.close()
            raise
        far.close()
        self._pid = pid
        self._reader = FrameReader()
        stream = ByteStream(self._session.loop, near, self._received, lambda: self._gone(stream))
        self._stream = stream
        self._session.children.expect(pid, lambda _exit_code: self._gone(stream))
        return stream

    def _received(self, data: bytes) -> None:
        self._reader.feed(data)
        received = self._reader.next()
        if received is None or self._current is None:
            return
        kind, number, payload = received
        call, answer = self._current
        if kind == REPLY and number == call.number:
            self._done()
            answer(payload)
            self._next()

    def _stuck(self) -> None:
        signal_group(self._pid, signal.SIGKILL)

    def _gone(self, stream: ByteStream) -> None:
        """Killed, by the deadline or by code in the session: the next request gets a new one."""
        if stream is not self._stream:
            return
        stream.close()
        self._stream = None
        if self._current is not None:
            call, _answer = self._current
            self._done()
            call.refuse(
                f'The file operation was ended: it took longer than {_SECONDS:g} s, '
                'or code in the session killed it. Try again.',
            )
        self._next()

    def _done(self) -> None:
        self._current = None
        if self._deadline is not None:
            self._deadline.cancel()
