import os
import socket
from typing import Any, Dict, List, NoReturn, Tuple

from ...settings import AgentSettings
from ..frames import REPLY, FrameReader, frame, message, parse_message
from .listing import list_directory
from .paths import PathProblem, Paths, problem_of
from .reading import read_files
from .removing import remove_files
from .usage import disk_usage
from .writing import write_files

_CHUNK = 1 << 18

Answer = Tuple[Dict[str, Any], List[bytes]]


def run_file_process(channel: socket.socket, settings: AgentSettings) -> NoReturn:
    """Serves file operations one after the other, until the agent closes the channel."""
    try:
        if settings.confine_cell is not None:
            settings.confine_cell()
        channel.setblocking(True)
        paths = Paths(settings.working_directory, settings.roots)
        reader = FrameReader()
        while True:
            data = channel.recv(_CHUNK)
            if not data:
                os._exit(0)
            reader.feed(data)
            received = reader.next()
            if received is not None:
                _kind, call, payload = received
                for piece in frame(REPLY, call, message(*_answer(paths, payload))):
                    channel.sendall(piece)
    finally:
        os._exit(1)


def _answer(paths: Paths, payload: bytes) -> Answer:
    fields, attached = parse_message(payload)
    try:
        return _serve(paths, fields, attached)
    except PathProblem as problem:
        return {'error': str(problem)}, []
    except (OSError, MemoryError, RecursionError) as error:
        return {'error': problem_of(error, fields.get('path', ''))}, []


def _serve(paths: Paths, fields: Dict[str, Any], attached: memoryview) -> Answer:
    operation = fields.get('op')
    if operation == 'write':
        write_files(paths, fields['files'], attached)
        return {}, []
    if operation == 'read':
        files, data = read_files(paths, fields['paths'], int(fields['maxBytes']))
        return {'files': files}, data
    if operation == 'list':
        return {'entries': list_directory(paths, fields.get('path', ''))}, []
    if operation == 'remove':
        return {'problems': remove_files(paths, fields['paths'])}, []
    return {'diskBytes': disk_usage(paths)}, []
