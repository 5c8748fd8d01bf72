import os
import secrets
import stat
from typing import Callable, Dict, List

from .kinds import require_file
from .paths import PathProblem, Paths, Place, problem_of

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE = 0o644


def write_files(paths: Paths, files: List[Dict[str, object]], data: memoryview) -> None:
    """All of them or none. Raises PathProblem when it is none."""
    write = _Write(paths)
    path: object = None
    try:
        at = 0
        for file in files:
            path, size = file.get('path'), file.get('size')
            if not isinstance(size, int) or size < 0 or at + size > len(data):
                raise PathProblem(f'size of {path} does not fit the bytes that came')
            write.prepare(path, data[at:at + size])
            at += size
        for path in write.prepared():
            write.move(path)
    except (OSError, PathProblem) as error:
        write.undo()
        raise PathProblem(f'{problem_of(error, path)}; nothing was written') from None
    write.done()


class _Write:
    """Puts new files beside their places, then moves them there. Knows how to take each step back."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._steps_back: List[Callable[[], None]] = []
        self._temporary: List['tuple[object, Place, str]'] = []
        self._replaced: List['tuple[Place, str]'] = []

    def prepared(self) -> List[object]:
        return [path for path, _place, _name in self._temporary]

    def prepare(self, path: object, data: memoryview) -> None:
        place = self._paths.resolve(path)
        if place.name == '' or str(path).endswith('/'):
            raise PathProblem(f'Is a directory: {path}')
        directory = self._open_or_make(place)
        try:
            mode = self._mode_of(directory, place, path)
            name = f'.{secrets.token_hex(8)}.new'
            descriptor = os.open(name, _NEW, _MODE, dir_fd=directory)
            self._steps_back.append(lambda: self._unlink(place, name))
            self._temporary.append((path, place, name))
            try:
                while data:
                    data = data[os.write(descriptor, data):]
                os.fchmod(descriptor, mode)
            finally:
                os.close(descriptor)
        finally:
            os.close(directory)

    def move(self, path: object) -> None:
        """The next of those prepared."""
        _path, place, name = self._temporary.pop(0)
        directory = self._paths.open_directory(place)
        kept = f'.{secrets.token_hex(8)}.old'
        try:
            try:
                os.link(place.name, kept, src_dir_fd=directory, dst_dir_fd=directory, follow_symlinks=False)
                self._replaced.append((place, kept))
                self._steps_back.append(lambda: self._put_back(place, kept))
            except FileNotFoundError:
                self._steps_back.append(lambda: self._unlink(place, place.name))
            os.rename(name, place.name, src_dir_fd=directory, dst_dir_fd=directory)
        finally:
            os.close(directory)

    def done(self) -> None:
        for place, kept in self._replaced:
            _ignoring_errors(lambda: self._unlink(place, kept))

    def undo(self) -> None:
        for step in reversed(self._steps_back):
            _ignoring_errors(step)

    def _mode_of(self, directory: int, place: Place, path: object) -> int:
        try:
            mode = os.stat(place.name, dir_fd=directory, follow_symlinks=False).st_mode
        except FileNotFoundError:
            return _MODE
        require_file(mode, path)
        return stat.S_IMODE(mode) & 0o777

    def _open_or_make(self, place: Place) -> int:
        try:
            return self._paths.open_directory(place)
        except FileNotFoundError:
            pass
        for depth in range(len(place.directories)):
            parent = Place(place.root, place.directories[:depth], place.directories[depth])
            descriptor = self._paths.open_directory(parent)
            try:
                os.mkdir(parent.name, 0o755, dir_fd=descriptor)
                self._steps_back.append(lambda made=parent: self._rmdir(made))
            except FileExistsError:
                pass
            finally:
                os.close(descriptor)
        return self._paths.open_directory(place)

    def _unlink(self, place: Place, name: str) -> None:
        directory = self._paths.open_directory(place)
        try:
            os.unlink(name, dir_fd=directory)
        finally:
            os.close(directory)

    def _put_back(self, place: Place, kept: str) -> None:
        directory = self._paths.open_directory(place)
        try:
            os.rename(kept, place.name, src_dir_fd=directory, dst_dir_fd=directory)
            # Still there if it was not replaced yet: renaming one link of a file to another does nothing.
            os.unlink(kept, dir_fd=directory)
        finally:
            os.close(directory)

    def _rmdir(self, place: Place) -> None:
        directory = self._paths.open_directory(place)
        try:
            os.rmdir(place.name, dir_fd=directory)
        finally:
            os.close(directory)


def _ignoring_errors(step: Callable[[], None]) -> None:
    """Code in the session may have changed what is there meanwhile."""
    try:
        step()
    except OSError:
        pass
