"""Where this process may make control groups: read from the kernel's tables, below `/` unless a test says otherwise."""
import os
from dataclasses import dataclass
from typing import Dict, List, Tuple


@dataclass(frozen=True)
class Place:
    """A folder to make groups in, and what can be bounded there."""

    folder: str
    version: int
    controllers: Tuple[str, ...]


def unified_places(root: str = '/') -> List[Place]:
    """Of cgroup v2: one's own group, then those above it. Processes are only in leaves: the parent is likelier."""
    own = _own_groups(root).get('')
    found = []
    for point, mounted, kind, _ in _mounts(root):
        if kind != 'cgroup2' or own is None:
            continue
        top = os.path.join(root, point.lstrip('/'))
        folder = _below(top, mounted, own)
        while folder.startswith(top):
            controllers = tuple(_words(os.path.join(folder, 'cgroup.controllers')))
            if {'memory', 'pids'} <= set(controllers):
                found.append(Place(folder, 2, controllers))
            folder = os.path.dirname(folder)
    return found


def divided_places(root: str = '/') -> List[Place]:
    """Of cgroup v1: one's own group in each hierarchy."""
    own = _own_groups(root)
    found = []
    for point, mounted, kind, options in _mounts(root):
        controllers = tuple(name for name in ('memory', 'pids', 'cpu') if name in options)
        if kind == 'cgroup' and controllers:
            path = own.get(controllers[0], '/')
            found.append(Place(_below(os.path.join(root, point.lstrip('/')), mounted, path), 1, controllers))
    return found


def _own_groups(root: str) -> Dict[str, str]:
    """By controller; '' is that of v2."""
    groups = {}
    for line in _lines(os.path.join(root, 'proc/self/cgroup')):
        _, controllers, path = line.split(':', 2)
        for controller in controllers.split(','):
            groups[controller] = path
    return groups


def _mounts(root: str) -> List[Tuple[str, str, str, List[str]]]:
    found = []
    for line in _lines(os.path.join(root, 'proc/self/mountinfo')):
        left, _, right = line.partition(' - ')
        fields, kind = left.split(' '), right.split(' ')
        if kind[0] in ('cgroup', 'cgroup2'):
            found.append((fields[4], fields[3], kind[0], kind[2].split(',')))
    return found


def _below(point: str, mounted: str, path: str) -> str:
    """A container sees only a part of the tree: what is mounted is a folder of it."""
    inside = os.path.relpath(path, mounted)
    return os.path.normpath(point if inside.startswith('..') else os.path.join(point, inside))


def _lines(path: str) -> List[str]:
    try:
        with open(path) as file:
            return file.read().splitlines()
    except OSError:
        return []


def _words(path: str) -> List[str]:
    return [word for line in _lines(path) for word in line.split()]
