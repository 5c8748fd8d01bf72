import json
import os
import socket
import struct
from typing import Any, Dict, List, Optional

_LENGTH = struct.Struct('>I')
_CHUNK = 1 << 16
_OUTPUTS = (1, 2)


class CellStream:
    """Cells from the agent, answers to it."""

    def __init__(self, channel: socket.socket) -> None:
        channel.setblocking(True)
        self._channel = channel
        self._received = bytearray()
        self._descriptors: List[int] = []
        self._owner = os.getpid()

    def next(self) -> Optional[Dict[str, Any]]:
        """None when the agent is gone."""
        while True:
            message = self._message()
            if message is None:
                data, descriptors, _flags, _address = socket.recv_fds(self._channel, _CHUNK, len(_OUTPUTS))
                if not data:
                    return None
                self._received += data
                self._descriptors += descriptors
            elif 'streams' in message:
                self._take_streams()
            else:
                return message

    def _message(self) -> Optional[Dict[str, Any]]:
        if len(self._received) < _LENGTH.size:
            return None
        end = _LENGTH.size + _LENGTH.unpack_from(self._received)[0]
        if len(self._received) < end:
            return None
        message = json.loads(self._received[_LENGTH.size:end])
        del self._received[:end]
        return message

    def _take_streams(self) -> None:
        """Other outputs, since something that an earlier cell has left running still writes to those of before."""
        for target, descriptor in zip(_OUTPUTS, self._descriptors):
            os.dup2(descriptor, target)
            os.close(descriptor)
        self._descriptors.clear()

    def answer(self, nonce: str, exit_code: int) -> None:
        # A child that code forked, and that ran to the end of the cell, is not the one to answer.
        if os.getpid() != self._owner:
            os._exit(exit_code)
        encoded = json.dumps({'nonce': nonce, 'exitCode': exit_code}).encode()
        self._channel.sendall(_LENGTH.pack(len(encoded)) + encoded)
