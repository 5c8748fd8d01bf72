"""Frames and messages of PROTOCOL.md."""
import json
import struct
from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

HELLO, REQUEST, REPLY, STDOUT, STDERR = range(5)
MAXIMUM_PAYLOAD = 192 << 20

Bytes = Union[bytes, bytearray, memoryview]
Frame = Tuple[int, int, bytes]

_HEADER = struct.Struct('>IBI')
_LENGTH = struct.Struct('>I')


class ProtocolError(Exception):
    """The other side does not keep to the protocol."""


class FrameReader:
    """Cuts a byte stream into frames."""

    def __init__(self) -> None:
        self._received = bytearray()

    def feed(self, data: bytes) -> None:
        self._received += data

    def next(self) -> Optional[Frame]:
        if len(self._received) < _HEADER.size:
            return None
        length, kind, call = _HEADER.unpack_from(self._received)
        if length > MAXIMUM_PAYLOAD:
            raise ProtocolError(f'a payload of {length} bytes, at most {MAXIMUM_PAYLOAD} are allowed')
        if kind > STDERR:
            raise ProtocolError(f'frame type {kind}')
        end = _HEADER.size + length
        if len(self._received) < end:
            return None
        with memoryview(self._received) as view:
            payload = bytes(view[_HEADER.size:end])
        del self._received[:end]
        return kind, call, payload


def frame(kind: int, call: int, parts: Sequence[Bytes]) -> List[Bytes]:
    """A frame, in pieces so that large payloads are not copied."""
    length = sum(len(part) for part in parts)
    return [_HEADER.pack(length, kind, call), *(part for part in parts if len(part) > 0)]


def message(fields: Dict[str, Any], attached: Sequence[Bytes] = ()) -> List[Bytes]:
    encoded = json.dumps(fields).encode()
    return [_LENGTH.pack(len(encoded)) + encoded, *attached]


def parse_message(payload: bytes) -> Tuple[Dict[str, Any], memoryview]:
    if len(payload) < _LENGTH.size:
        raise ProtocolError('a message without a length')
    end = _LENGTH.size + _LENGTH.unpack_from(payload)[0]
    if len(payload) < end:
        raise ProtocolError('a message shorter than its JSON')
    try:
        fields = json.loads(payload[_LENGTH.size:end])
    except ValueError as error:
        raise ProtocolError(f'a message whose JSON is wrong: {error}') from error
    if not isinstance(fields, dict):
        raise ProtocolError('a message that is no JSON object')
    return fields, memoryview(payload)[end:]
