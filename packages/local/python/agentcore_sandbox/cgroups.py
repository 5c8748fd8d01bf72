"""Control groups: the firm bound on a session's memory, processes and processors, where they can be made."""
import errno
import os
import re
import time
from typing import Dict, Iterator, List, Optional

from .cgroup_places import Place, divided_places, unified_places
from .settings import Limits

PREFIX = 'agentcore-local-'
_PERIOD_MICROSECONDS = 100_000
# The agent is one of them, and must be able to start another when user code has taken all that it may.
_OWN_PROCESSES = 8
_RETRY_SECONDS = 0.02

Values = Dict[str, str]


def values_of(place: Place, limits: Limits) -> Values:
    """What to write into each session's group: file to text. Files that end in `?` may be missing."""
    memory, quota = str(limits.memory_bytes), str(int(limits.cpus * _PERIOD_MICROSECONDS))
    values: Values = {}
    if 'memory' in place.controllers:
        values.update(
            {'memory.max': memory, 'memory.swap.max?': '0'} if place.version == 2
            else {'memory.limit_in_bytes': memory, 'memory.memsw.limit_in_bytes?': memory}
        )
    if 'pids' in place.controllers:
        values['pids.max'] = str(limits.processes + _OWN_PROCESSES)
    if 'cpu' in place.controllers:
        values.update(
            {'cpu.max': f'{quota} {_PERIOD_MICROSECONDS}'} if place.version == 2
            else {'cpu.cfs_period_us': str(_PERIOD_MICROSECONDS), 'cpu.cfs_quota_us': quota}
        )
    return values


class GroupFolder:
    """The folder of one keeper in one hierarchy; a group in it for each session."""

    def __init__(self, place: Place, owner: str, limits: Limits) -> None:
        self.controllers = place.controllers
        self._values = values_of(place, limits)
        self._path = os.path.join(place.folder, PREFIX + owner)
        if place.version == 2:
            self.controllers = tuple(name for name in place.controllers if name in ('memory', 'pids', 'cpu'))
            self._enable(place.folder)
        os.mkdir(self._path)
        try:
            if place.version == 2:
                self._enable(self._path)
            # By descriptor, since the path is gone once the host's file system is.
            self._descriptor = os.open(self._path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            os.rmdir(self._path)
            raise

    def enter(self, name: str) -> None:
        """Make a session's group and move the calling process into it."""
        os.mkdir(name, dir_fd=self._descriptor)
        for file, value in self._values.items():
            try:
                self._write(f'{name}/{file.rstrip("?")}', value)
            except FileNotFoundError:
                if not file.endswith('?'):
                    raise
        self._write(f'{name}/cgroup.procs', '0')

    def remove(self, name: str) -> bool:
        """False while the kernel still counts a process in it."""
        try:
            os.rmdir(name, dir_fd=self._descriptor)
        except FileNotFoundError:
            return True
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            return False
        return True

    def close(self) -> None:
        os.close(self._descriptor)
        remove_folder(self._path)

    def _enable(self, folder: str) -> None:
        with open(os.path.join(folder, 'cgroup.subtree_control'), 'w') as file:
            file.write(' '.join(f'+{name}' for name in self.controllers))

    def _write(self, path: str, value: str) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC, dir_fd=self._descriptor)
        try:
            os.write(descriptor, value.encode())
        finally:
            os.close(descriptor)


class Cgroups:
    """All that bounds sessions, in whatever version of control groups can be had here. It may be nothing."""

    def __init__(self, version: Optional[int], folders: List[GroupFolder]) -> None:
        self.version = version
        self._folders = folders

    def bounds(self, controller: str) -> bool:
        return any(controller in folder.controllers for folder in self._folders)

    def enter(self, name: str) -> None:
        for folder in self._folders:
            folder.enter(name)

    def remove(self, name: str) -> bool:
        return all([folder.remove(name) for folder in self._folders])

    def close(self) -> None:
        for folder in self._folders:
            folder.close()


def make_cgroups(limits: Limits, owner: str, root: str = '/') -> Cgroups:
    """Those of the first version that lets a process in."""
    for place in unified_places(root):
        folder = _usable(place, owner, limits)
        if folder:
            return Cgroups(2, [folder])
    made = [_usable(place, owner, limits) for place in divided_places(root)]
    folders = [folder for folder in made if folder]
    return Cgroups(1 if folders else None, folders)


def sweep(root: str = '/', seconds: float = 0) -> None:
    """Remove what keepers left that were killed. Their processes may take a moment to end."""
    until = time.monotonic() + seconds
    folders = {place.folder for place in (*unified_places(root), *divided_places(root))}
    while True:
        stale = [path for folder in folders for path in _stale(folder)]
        for path in stale:
            remove_folder(path)
        if not stale or time.monotonic() >= until:
            return
        time.sleep(_RETRY_SECONDS)


def _stale(folder: str) -> Iterator[str]:
    for name in _names(folder):
        match = re.fullmatch(PREFIX + r'(\d+)', name)
        # Who sweeps has made none yet: one with its number is that of a dead keeper, too.
        if match and (int(match[1]) == os.getpid() or not os.path.exists(f'/proc/{match[1]}')):
            yield os.path.join(folder, name)


def remove_folder(path: str) -> None:
    """With the groups in it. What is still busy stays for the next sweep."""
    for name in _names(path):
        if os.path.isdir(os.path.join(path, name)):
            remove_folder(os.path.join(path, name))
    try:
        os.rmdir(path)
    except OSError:
        pass


def _usable(place: Place, owner: str, limits: Limits) -> Optional[GroupFolder]:
    """A folder may be made by one who may not move processes into it, so it is tried."""
    try:
        folder = GroupFolder(place, owner, limits)
    except OSError:
        return None
    child = os.fork()
    if child == 0:
        try:
            folder.enter('probe')
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    folder.remove('probe')
    if status == 0:
        return folder
    folder.close()
    return None


def _names(folder: str) -> List[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
