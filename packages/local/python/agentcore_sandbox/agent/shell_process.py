import os
import signal
import socket
import time
from typing import Callable, Optional

from .byte_stream import ByteStream
from .outputs import OutputPipe, Sink
from .session import Session
from .signals import signal_group

GRACE_SECONDS = 1.0
# What a shell leaves behind, such as `>(tee log)`, gets this long to write the rest.
_DRAIN_SECONDS = 0.05
# One argument of a program may have 128 KiB.
_MAXIMUM_ARGUMENT = 100_000
_SHELL = '/bin/bash'

ON_TIME = 'timeout'
ON_REQUEST = 'canceled'

_EXIT_CODES = {ON_TIME: 124, ON_REQUEST: 130}


class ShellProcess:
    """A command in a shell of its own. It ends when the shell ends; children left in the background go on."""

    def __init__(
        self,
        session: Session,
        command: str,
        stdout: Sink,
        stderr: Sink,
        seconds: float,
        on_end: Callable[[int, Optional[str]], None],
    ) -> None:
        """Raises OSError or ValueError. `on_end` gets the exit code, and why it ended before its time."""
        self._started = time.monotonic()
        self._ended: Optional[float] = None
        self._session = session
        self._on_end: Optional[Callable[[int, Optional[str]], None]] = on_end
        self._ended_early: Optional[str] = None
        self._exit_code: Optional[int] = None
        self._pid = self._start(command, stdout, stderr)
        self._deadline = session.loop.later(seconds, lambda: self._stop(ON_TIME, signal.SIGKILL))
        session.children.expect(self._pid, self._exited)

    @property
    def seconds(self) -> float:
        """So far, or in all."""
        return (self._ended or time.monotonic()) - self._started

    def stop(self, first: int) -> None:
        """Sends this signal, and SIGKILL a second later."""
        self._stop(ON_REQUEST, first)

    def _start(self, command: str, stdout: Sink, stderr: Sink) -> int:
        long = len(command) * 4 > _MAXIMUM_ARGUMENT and len(os.fsencode(command)) > _MAXIMUM_ARGUMENT
        script = 'eval "exec 3<&-\n$(cat <&3)"' if long else command
        output, output_end = os.pipe()
        error, error_end = os.pipe()
        feed, feed_end = socket.socketpair() if long else (None, None)
        try:
            pid = self._session.programs.start(
                [_SHELL, '-c', script], [output_end, error_end, *([] if feed_end is None else [feed_end.fileno()])],
            )
        except BaseException:
            os.close(output)
            os.close(error)
            if feed is not None:
                feed.close()
            raise
        finally:
            os.close(output_end)
            os.close(error_end)
            if feed_end is not None:
                feed_end.close()
        self._stdout = OutputPipe(self._session.loop, output, self._pipe_ended)
        self._stderr = OutputPipe(self._session.loop, error, self._pipe_ended)
        self._stdout.sink = stdout
        self._stderr.sink = stderr
        if feed is not None:
            self._feed(feed, os.fsencode(command))
        return pid

    def _feed(self, connection: socket.socket, script: bytes) -> None:
        stream = ByteStream(self._session.loop, connection, lambda _data: None, lambda: None)
        stream.write([script])
        stream.when_written(stream.close)
        stream.flush()

    def _stop(self, why: str, first: int) -> None:
        if self._exit_code is not None:
            return
        self._ended_early = self._ended_early or why
        signal_group(self._pid, first)
        if first != signal.SIGKILL:
            self._session.loop.later(GRACE_SECONDS, lambda: self._stop(why, signal.SIGKILL))

    def _exited(self, exit_code: int) -> None:
        self._exit_code = exit_code
        self._ended = time.monotonic()
        self._deadline.cancel()
        self._stdout.drain()
        self._stderr.drain()
        self._session.loop.later(_DRAIN_SECONDS, self._finish)
        self._pipe_ended()

    def _pipe_ended(self) -> None:
        if self._exit_code is not None and self._stdout.closed and self._stderr.closed:
            self._finish()

    def _finish(self) -> None:
        if self._exit_code is None or self._on_end is None:
            return
        on_end, self._on_end = self._on_end, None
        self._stdout.drain()
        self._stderr.drain()
        self._session.leftovers.adopt(self._stdout)
        self._session.leftovers.adopt(self._stderr)
        early = self._ended_early
        # Code 128 + n also stands for a signal, but bash reports one of its children so without having been killed.
        on_end(self._exit_code if early is None else _EXIT_CODES[early], early)
