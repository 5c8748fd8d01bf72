"""Calls of the C library that Python has not, with their errors raised."""
import ctypes
import os
from typing import Optional

library = ctypes.CDLL(None, use_errno=True)
# Keeps Python's lock while it calls.
_library_with_lock = ctypes.PyDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2


def checked(result: int, what: str) -> int:
    """The result, unless it says that the call failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f'{what}: {os.strerror(number)}')
    return result


def fork() -> int:
    """
    As `os.fork`, without what Python and its libraries do after it: fresh locks, threads and random numbers. A process
    with one thread needs none of it until it runs user code, and each session would copy 500 kB for it.
    """
    return checked(int(_library_with_lock.fork()), 'fork')


def prctl(option: int, *arguments: int) -> int:
    words = [ctypes.c_ulong(argument) for argument in (*arguments, 0, 0, 0, 0)[:4]]
    return checked(library.prctl(option, *words), f'prctl {option}')


def mount(source: Optional[str], target: str, kind: Optional[str], flags: int, options: Optional[str] = None) -> None:
    result = library.mount(
        _bytes(source), _bytes(target), _bytes(kind), ctypes.c_ulong(flags), _bytes(options),
    )
    checked(result, f'mount {kind or source or "flags"} on {target}')


def unmount(target: str) -> None:
    checked(library.umount2(_bytes(target), MNT_DETACH), f'umount {target}')


def pivot_root(new: str, old: str) -> None:
    checked(library.pivot_root(_bytes(new), _bytes(old)), f'pivot_root {new}')


def set_host_name(name: str) -> None:
    encoded = name.encode()
    checked(library.sethostname(encoded, ctypes.c_size_t(len(encoded))), 'sethostname')


def _bytes(text: Optional[str]) -> Optional[bytes]:
    return None if text is None else os.fsencode(text)
