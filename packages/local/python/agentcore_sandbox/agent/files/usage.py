import os
import stat
from typing import List, Set, Tuple

from .paths import Paths

_BLOCK = 512
_SHARED_MEMORY = '/dev/shm'


def disk_usage(paths: Paths) -> int:
    """Bytes in all roots. What has a file system of its own is asked, the rest is added up."""
    total = 0
    counted: Set[int] = set()
    seen: Set[Tuple[int, int]] = set()
    for root in (*paths.roots, _SHARED_MEMORY):
        if os.path.ismount(root):
            device = os.stat(root).st_dev
            if device not in counted:
                counted.add(device)
                status = os.statvfs(root)
                total += (status.f_blocks - status.f_bfree) * status.f_frsize
        elif root != _SHARED_MEMORY:
            total += _sum(root, seen)
    return total


def _sum(root: str, seen: Set[Tuple[int, int]]) -> int:
    total = 0
    waiting: List[str] = [root]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                statuses = [(entry.path, entry.stat(follow_symlinks=False)) for entry in entries]
        except OSError:
            continue
        for path, status in statuses:
            identity = (status.st_dev, status.st_ino)
            if identity not in seen:
                seen.add(identity)
                total += status.st_blocks * _BLOCK
                if stat.S_ISDIR(status.st_mode):
                    waiting.append(path)
    return total
