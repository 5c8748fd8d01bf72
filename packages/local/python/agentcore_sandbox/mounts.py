"""The file systems that each session has of its own."""
import os

from typing import Iterable, List, Tuple

from .libc import MS_BIND, MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_REC, mount

HOME_MOUNT = '/opt/amazon/genesis1p-tools'
WORKING_DIRECTORY = f'{HOME_MOUNT}/var'
TEMPORARY = '/tmp'
# The number of those of the whole machine is limited.
_TERMINALS = 64
_FRESH = ('log', '.ipython')


def mount_session(disk_bytes: int, files: int, read_only: Iterable[str]) -> None:
    """Run in the session's mount namespace, over the read-only root."""
    covered = _held(path for path in read_only if _is_covered(path))
    mount('proc', '/proc', 'proc', MS_NOSUID | MS_NODEV | MS_NOEXEC)
    # One file system for all that can be written: the limits hold for the sum.
    mount('tmpfs', HOME_MOUNT, 'tmpfs', MS_NOSUID | MS_NODEV, f'size={disk_bytes},nr_inodes={files},mode=755')
    for name in ('tmp', 'shm'):
        os.mkdir(f'{HOME_MOUNT}/{name}')
        os.chmod(f'{HOME_MOUNT}/{name}', 0o1777)
    mount(f'{HOME_MOUNT}/tmp', TEMPORARY, None, MS_BIND)
    mount(f'{HOME_MOUNT}/shm', '/dev/shm', None, MS_BIND)
    mount('devpts', '/dev/pts', 'devpts', MS_NOSUID | MS_NOEXEC, f'newinstance,ptmxmode=0666,mode=620,max={_TERMINALS}')
    os.mkdir(WORKING_DIRECTORY)
    for name in _FRESH:
        os.mkdir(f'{WORKING_DIRECTORY}/{name}')
    for path, descriptor in covered:
        _bind_again(path, descriptor)


def give_home(uid: int, gid: int) -> None:
    for path in (WORKING_DIRECTORY, *(f'{WORKING_DIRECTORY}/{name}' for name in _FRESH)):
        os.chown(path, uid, gid)


def _is_covered(path: str) -> bool:
    """The service may be installed below /tmp, which is the session's own here."""
    return any(path.startswith(f'{folder}/') for folder in (TEMPORARY, '/dev/shm', HOME_MOUNT))


def _held(paths: Iterable[str]) -> List[Tuple[str, int]]:
    return [(path, os.open(path, os.O_PATH | os.O_CLOEXEC)) for path in paths]


def _bind_again(path: str, descriptor: int) -> None:
    source = f'/proc/self/fd/{descriptor}'
    if os.path.isdir(source):
        os.makedirs(path)
    else:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o444))
    mount(source, path, None, MS_BIND | MS_REC)
    os.close(descriptor)
