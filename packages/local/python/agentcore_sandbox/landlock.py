"""Landlock: what a process and all that it starts may reach of files, TCP and other processes, for good."""
import ctypes
import os
import stat
import struct
from typing import Iterable, List, Optional

from .libc import checked, library

# The same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_RULE_PATH, _RULE_PORT = 1, 2

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEVICE = 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_BIND_TCP, _CONNECT_TCP = 1 << 0, 1 << 1
_ABSTRACT_SOCKETS, _SIGNALS = 1 << 0, 1 << 1

TRUNCATION_SINCE = 3
TCP_SINCE = 4
SIGNALS_SINCE = 6


def abi() -> int:
    """0 where the kernel has none, or it is turned off."""
    version = library.syscall(ctypes.c_long(_CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))
    return max(0, version)


class Domain:
    """What stays allowed; everything else that this kernel's Landlock knows is refused."""

    def __init__(self, version: int, read: Iterable[str], write: Iterable[str], port: Optional[int] = None) -> None:
        self._version = version
        self._read = list(read)
        self._write = list(write)
        self._port = port

    def enter(self) -> None:
        """Needs `no_new_privs`. Within another domain, only what both allow is allowed."""
        ruleset = self._create()
        try:
            for path in self._read:
                self._allow_path(ruleset, path, _READ)
            for path in self._write:
                self._allow_path(ruleset, path, self._all_of_files())
            if self._port is not None and self._version >= TCP_SINCE:
                _add_rule(ruleset, _RULE_PORT, struct.pack('=QQ', _CONNECT_TCP, self._port))
            result = library.syscall(ctypes.c_long(_RESTRICT_SELF), ctypes.c_int(ruleset), ctypes.c_uint32(0))
            checked(result, 'landlock_restrict_self')
        finally:
            os.close(ruleset)

    def _create(self) -> int:
        attributes = struct.pack(
            '=QQQ',
            self._all_of_files(),
            _BIND_TCP | _CONNECT_TCP if self._version >= TCP_SINCE else 0,
            _ABSTRACT_SOCKETS | _SIGNALS if self._version >= SIGNALS_SINCE else 0,
        )
        # An older kernel refuses fields that it does not know.
        size = 8 if self._version < TCP_SINCE else 16 if self._version < SIGNALS_SINCE else 24
        result = library.syscall(
            ctypes.c_long(_CREATE_RULESET), ctypes.c_char_p(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0),
        )
        return checked(result, 'landlock_create_ruleset')

    def _allow_path(self, ruleset: int, path: str, access: int) -> None:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return  # not on this machine
        try:
            if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
                access &= _OF_FILES
            _add_rule(ruleset, _RULE_PATH, struct.pack('=Qi', access & self._all_of_files(), descriptor))
        finally:
            os.close(descriptor)

    def _all_of_files(self) -> int:
        """Each version added to them; versions that added something else count for the one before."""
        bits = {1: 13, 2: 14}.get(self._version, 15 if self._version < 5 else 16)
        return (1 << bits) - 1


def _add_rule(ruleset: int, kind: int, attributes: bytes) -> None:
    result = library.syscall(
        ctypes.c_long(_ADD_RULE), ctypes.c_int(ruleset), ctypes.c_int(kind), ctypes.c_char_p(attributes),
        ctypes.c_uint32(0),
    )
    checked(result, 'landlock_add_rule')


def losses(version: int) -> List[str]:
    """What this kernel's Landlock does not keep apart, although later ones do."""
    lost = []
    if version < TCP_SINCE:
        lost.append('no network in PUBLIC sessions: it cannot be confined to the proxy (needs Landlock ABI 4)')
    if version < SIGNALS_SINCE:
        lost.append(
            'programs cannot send signals, not even to their children: any process of this user would get them '
            '(needs Landlock ABI 6)'
        )
    return lost
