import os
from typing import Any, Dict, List

from .paths import PathProblem, Paths, problem_of

_MAXIMUM_ENTRIES = 100_000
_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_HERE = ('', '.', '/')


def list_directory(paths: Paths, path: object) -> List[Dict[str, Any]]:
    """One level. Names that are no UTF-8 are shown with their odd bytes as `\\xff`."""
    place = paths.resolve(paths.working_directory if path in _HERE else path)
    try:
        directory = paths.open_directory(place)
        try:
            listed = os.open(place.name or '.', _FLAGS, dir_fd=directory)
        finally:
            os.close(directory)
    except OSError as error:
        raise PathProblem(problem_of(error, path)) from None
    try:
        return _entries(listed, path)
    finally:
        os.close(listed)


def _entries(listed: int, path: object) -> List[Dict[str, Any]]:
    entries: List[Dict[str, Any]] = []
    with os.scandir(listed) as found:
        for entry in found:
            if len(entries) == _MAXIMUM_ENTRIES:
                raise PathProblem(f'{path} has more than {_MAXIMUM_ENTRIES} entries: list it with a command.')
            try:
                size = entry.stat(follow_symlinks=False).st_size
            except FileNotFoundError:
                continue
            name = os.fsencode(entry.name).decode('utf-8', 'backslashreplace')
            entries.append({'name': name, 'directory': entry.is_dir(follow_symlinks=False), 'bytes': size})
    return entries
