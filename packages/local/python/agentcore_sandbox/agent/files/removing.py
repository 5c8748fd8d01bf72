import os
import stat
from typing import Dict, List, Tuple

from .paths import PathProblem, Paths, problem_of

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def remove_files(paths: Paths, unwanted: List[object]) -> List[Dict[str, object]]:
    """What could not be removed, and why."""
    problems: List[Dict[str, object]] = []
    for path in unwanted:
        try:
            _remove(paths, path)
        except (OSError, PathProblem) as error:
            problems.append({'path': path, 'problem': problem_of(error, path)})
    return problems


def _remove(paths: Paths, path: object) -> None:
    place = paths.resolve_itself('.' if path == '/' else path)
    if any(f'{root}/'.startswith(f'{place.real}/') for root in paths.roots):
        raise PathProblem(f'the working directory itself cannot be removed: {path}')
    directory = paths.open_directory(place)
    try:
        if stat.S_ISDIR(os.stat(place.name, dir_fd=directory, follow_symlinks=False).st_mode):
            _empty(os.open(place.name, _DIRECTORY, dir_fd=directory))
            os.rmdir(place.name, dir_fd=directory)
        else:
            os.unlink(place.name, dir_fd=directory)
    finally:
        os.close(directory)


def _empty(descriptor: int) -> None:
    """Takes the descriptor over. Goes down and up with one descriptor, since trees may be deeper than those suffice."""
    above: List[Tuple[str, Tuple[int, int]]] = []
    try:
        while True:
            below = _unlink_files(descriptor)
            if below is not None:
                above.append((below, _identity(descriptor)))
                descriptor = _replace(descriptor, below)
            elif above:
                name, identity = above.pop()
                descriptor = _replace(descriptor, '..')
                # Code may have moved it meanwhile, and with it where `..` leads.
                if _identity(descriptor) != identity:
                    raise PathProblem('the directory was moved while it was being removed')
                os.rmdir(name, dir_fd=descriptor)
            else:
                return
    finally:
        os.close(descriptor)


def _unlink_files(descriptor: int) -> 'str | None':
    """The first directory in it, or None once it is empty."""
    with os.scandir(descriptor) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                return entry.name
            os.unlink(entry.name, dir_fd=descriptor)
    return None


def _replace(descriptor: int, name: str) -> int:
    opened = os.open(name, _DIRECTORY, dir_fd=descriptor)
    os.close(descriptor)
    return opened


def _identity(descriptor: int) -> Tuple[int, int]:
    status = os.fstat(descriptor)
    return status.st_dev, status.st_ino
