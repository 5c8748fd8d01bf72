import json
import os
import socket
import struct
from typing import Any, Dict, Optional

_LENGTH = struct.Struct('>I')
_CHUNK = 1 << 16


class CellStream:
    """Cells from the agent, answers to it."""

    def __init__(self, channel: socket.socket) -> None:
        channel.setblocking(True)
        self._channel = channel
        self._received = bytearray()
        self._owner = os.getpid()

    def next(self) -> Optional[Dict[str, Any]]:
        """None when the agent is gone."""
        while True:
            if len(self._received) >= _LENGTH.size:
                end = _LENGTH.size + _LENGTH.unpack_from(self._received)[0]
                if len(self._received) >= end:
                    cell = json.loads(self._received[_LENGTH.size:end])
                    del self._received[:end]
                    return cell
            data = self._channel.recv(_CHUNK)
            if not data:
                return None
            self._received += data

    def answer(self, nonce: str, exit_code: int) -> None:
        # A child that code forked, and that ran to the end of the cell, is not the one to answer.
        if os.getpid() != self._owner:
            os._exit(exit_code)
        encoded = json.dumps({'nonce': nonce, 'exitCode': exit_code}).encode()
        self._channel.sendall(_LENGTH.pack(len(encoded)) + encoded)
