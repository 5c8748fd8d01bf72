import json
import os
import signal
import socket
import struct
from typing import Any, Callable, Dict, List, Optional

from .byte_stream import ByteStream
from .outputs import OutputPipe, Sink
from .session import Session
from .signals import signal_group

_LENGTH = struct.Struct('>I')
_MAXIMUM_REPLY = 4096


class CellEnds:
    """The far ends of what a cell process is connected by. They are the child's."""

    def __init__(self, stdout: int, stderr: int, connection: socket.socket) -> None:
        self.stdout = stdout
        self.stderr = stderr
        self.connection = connection

    def close(self) -> None:
        os.close(self.stdout)
        os.close(self.stderr)
        self.connection.close()


class CellProcess:
    """Runs cells, one at a time. All that it says is untrusted."""

    def __init__(
        self,
        session: Session,
        start: Callable[[CellEnds], int],
        on_reply: Callable[['CellProcess', Dict[str, Any]], None],
        on_hang_up: Callable[['CellProcess'], None],
        on_exit: Callable[['CellProcess', int], None],
        takes_streams: bool,
    ) -> None:
        """
        `start` makes the process and returns its id. Raises OSError when that fails. `takes_streams`: it can be
        given other outputs later.
        """
        self._session = session
        self._on_reply = on_reply
        self._on_hang_up = on_hang_up
        self._on_exit = on_exit
        self._takes_streams = takes_streams
        self._received = bytearray()
        self._exit_code: Optional[int] = None
        self._let_go_already = False
        output, output_end = os.pipe()
        error, error_end = os.pipe()
        near, far = socket.socketpair()
        ends = CellEnds(output_end, error_end, far)
        try:
            self._pid = start(ends)
        except OSError:
            os.close(output)
            os.close(error)
            near.close()
            ends.close()
            raise
        # Not in a `finally`: a forked child passes here as an exception, and needs its ends.
        ends.close()
        self._stdout = OutputPipe(session.loop, output)
        self._stderr = OutputPipe(session.loop, error)
        self._stream = ByteStream(session.loop, near, self._data, lambda: self._on_hang_up(self))
        session.children.expect(self._pid, self._exited)

    @property
    def is_mute(self) -> bool:
        return self._stdout.closed or self._stderr.closed

    def run(self, cell: Dict[str, Any], stdout: Optional[Sink], stderr: Optional[Sink]) -> None:
        # Late output of the cell before is nobody's.
        self.drain()
        if self._takes_streams and (self._stdout.heard_strays or self._stderr.heard_strays):
            self._renew_streams()
        self._stdout.sink = stdout
        self._stderr.sink = stderr
        self._stream.write(_framed(cell))
        self._stream.flush()

    def _renew_streams(self) -> None:
        """What an earlier cell has left running keeps the old ones, and so out of the output of this one."""
        output, output_end = os.pipe()
        error, error_end = os.pipe()
        sent = self._stream.send_descriptors(b''.join(_framed({'streams': True})), [output_end, error_end])
        os.close(output_end)
        os.close(error_end)
        if not sent:
            os.close(output)
            os.close(error)
            return
        self._session.leftovers.adopt(self._stdout)
        self._session.leftovers.adopt(self._stderr)
        self._stdout = OutputPipe(self._session.loop, output)
        self._stderr = OutputPipe(self._session.loop, error)

    def detach(self) -> None:
        """The cell has ended: what is in the pipes is still its own, what comes later is dropped."""
        self.drain()
        self._stdout.sink = None
        self._stderr.sink = None

    def drain(self) -> None:
        self._stdout.drain()
        self._stderr.drain()

    def interrupt(self) -> None:
        signal_group(self._pid, signal.SIGINT)

    def kill(self) -> None:
        signal_group(self._pid, signal.SIGKILL)

    def retire(self) -> None:
        """Ends it between cells. Children that it has started go on."""
        self._let_go()
        if self._exit_code is None:
            os.kill(self._pid, signal.SIGKILL)

    def _data(self, data: bytes) -> None:
        self._received += data
        while len(self._received) >= _LENGTH.size and not self._stream.closed:
            (length,) = _LENGTH.unpack_from(self._received)
            if length > _MAXIMUM_REPLY:
                self._misbehaved()
                return
            end = _LENGTH.size + length
            if len(self._received) < end:
                return
            encoded = bytes(self._received[_LENGTH.size:end])
            del self._received[:end]
            try:
                reply = json.loads(encoded)
            except (ValueError, RecursionError):
                reply = None
            if not isinstance(reply, dict):
                self._misbehaved()
                return
            self._on_reply(self, reply)

    def _misbehaved(self) -> None:
        self._received.clear()
        self._stream.close()
        self._on_hang_up(self)

    def _exited(self, exit_code: int) -> None:
        self._exit_code = exit_code
        self._let_go()
        self._on_exit(self, exit_code)

    def _let_go(self) -> None:
        if self._let_go_already:
            return
        self._let_go_already = True
        self._stream.close()
        self.drain()
        self._session.leftovers.adopt(self._stdout)
        self._session.leftovers.adopt(self._stderr)


def _framed(fields: Dict[str, Any]) -> List[bytes]:
    encoded = json.dumps(fields).encode()
    return [_LENGTH.pack(len(encoded)), encoded]
