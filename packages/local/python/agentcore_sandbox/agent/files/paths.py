import os
from typing import List, NamedTuple

_DIRECTORY = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC | getattr(os, 'O_PATH', os.O_RDONLY)
_MAXIMUM_NAME = 255
_MAXIMUM_PATH = 4096


class PathProblem(Exception):
    """A refusal, in words for whoever gave the path."""


class Place(NamedTuple):
    """A path whose links are resolved, split where it may be opened from."""

    root: str
    directories: List[str]
    name: str
    """Empty for the root itself."""

    @property
    def real(self) -> str:
        return os.path.join(self.root, *self.directories, self.name).rstrip('/')


class Paths:
    """What the file tools may touch."""

    def __init__(self, working_directory: str, roots: List[str]) -> None:
        self.working_directory = os.path.realpath(working_directory)
        # The innermost first: the fewest directories to open.
        self.roots = sorted({os.path.realpath(root) for root in (*roots, working_directory)}, key=len, reverse=True)

    def resolve(self, path: object) -> Place:
        """Following links."""
        return self._place(path, os.path.realpath(self._joined(path)))

    def resolve_itself(self, path: object) -> Place:
        """Not following a link that the path itself is."""
        directory, name = os.path.split(self._joined(path).rstrip('/'))
        if name in ('', '.', '..'):
            return self.resolve(path)
        return self._place(path, os.path.join(os.path.realpath(directory), name))

    def open_directory(self, place: Place) -> int:
        """Where `place.name` is. A link that is put in the way now is refused, not followed."""
        descriptor = os.open(place.root, _DIRECTORY)
        for name in place.directories:
            try:
                below = os.open(name, _DIRECTORY, dir_fd=descriptor)
            finally:
                os.close(descriptor)
            descriptor = below
        return descriptor

    def _joined(self, path: object) -> str:
        if not isinstance(path, str) or path == '':
            raise PathProblem('path is empty: give a path relative to the working directory, such as data.csv')
        if '\0' in path:
            raise PathProblem(f'path has a NUL byte in it: {path!r}')
        try:
            encoded = os.fsencode(path)
        except UnicodeEncodeError:
            raise PathProblem(f'path is not valid Unicode: {path!r}') from None
        if len(encoded) > _MAXIMUM_PATH or any(len(name) > _MAXIMUM_NAME for name in encoded.split(b'/')):
            raise PathProblem(f'File name too long: {path[:100]}… (at most {_MAXIMUM_NAME} bytes for each name)')
        return os.path.join(self.working_directory, path)

    def _place(self, path: object, real: str) -> Place:
        for root in self.roots:
            if real == root:
                return Place(root, [], '')
            if real.startswith(root.rstrip('/') + '/'):
                *directories, name = real[len(root.rstrip('/')) + 1:].split('/')
                return Place(root, directories, name)
        raise PathProblem(f'path is outside the working directory: {path} (path traversal is not allowed)')


def problem_of(error: Exception, path: object) -> str:
    """In words that a model can act on."""
    if isinstance(error, OSError) and error.strerror:
        return f'{error.strerror}: {path}'
    return str(error) or type(error).__name__
