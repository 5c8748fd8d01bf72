import os
from typing import Any, Dict, List, Tuple

from .kinds import require_file
from .paths import PathProblem, Paths, problem_of

_CHUNK = 1 << 20
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK


def read_files(paths: Paths, wanted: List[object], maximum: int) -> Tuple[List[Dict[str, Any]], List[bytes]]:
    """Each with its size or a problem, and the bytes of those that have a size."""
    files: List[Dict[str, Any]] = []
    attached: List[bytes] = []
    left = maximum
    for path in wanted:
        try:
            data = _read(paths, path, left, maximum)
        except (OSError, PathProblem) as error:
            files.append({'path': path, 'problem': problem_of(error, path)})
            continue
        left -= len(data)
        files.append({'path': path, 'size': len(data)})
        attached.append(data)
    return files, attached


def _read(paths: Paths, path: object, left: int, maximum: int) -> bytes:
    place = paths.resolve(path)
    if place.name == '':
        raise PathProblem(f'Is a directory: {path}')
    directory = paths.open_directory(place)
    try:
        # A FIFO would block, and opening a device may do something.
        require_file(os.stat(place.name, dir_fd=directory, follow_symlinks=False).st_mode, path)
        descriptor = os.open(place.name, _FLAGS, dir_fd=directory)
    finally:
        os.close(directory)
    try:
        status = os.fstat(descriptor)
        require_file(status.st_mode, path)
        if status.st_size > left:
            raise _too_large(path, status.st_size, left, maximum)
        return _bytes_of(descriptor, path, left, maximum)
    finally:
        os.close(descriptor)


def _bytes_of(descriptor: int, path: object, left: int, maximum: int) -> bytes:
    data = bytearray()
    while True:
        piece = os.read(descriptor, min(_CHUNK, left - len(data) + 1))
        if not piece:
            return bytes(data)
        data += piece
        # It grew while it was read.
        if len(data) > left:
            raise _too_large(path, len(data), left, maximum)


def _too_large(path: object, size: int, left: int, maximum: int) -> PathProblem:
    return PathProblem(
        f'File too large: {path} has {size} bytes; {left} of the {maximum} that one call may read are left. '
        'Read it in parts with code, or in a call of its own.',
    )
