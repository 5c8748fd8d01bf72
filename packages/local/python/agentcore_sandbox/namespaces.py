"""Namespaces of the kernel, entered by the calling process."""
import fcntl
import os
import socket
import struct

from .libc import checked, library

NEW_MOUNT = 0x20000
NEW_CGROUP = 0x2000000
NEW_UTS = 0x4000000
NEW_IPC = 0x8000000
NEW_USER = 0x10000000
NEW_PID = 0x20000000
NEW_NET = 0x40000000

_SIOCSIFFLAGS = 0x8914
_IFF_UP = 1


def unshare(namespaces: int) -> None:
    checked(library.unshare(namespaces), f'unshare {namespaces:#x}')


def enter(descriptor: int, kind: int) -> None:
    checked(library.setns(descriptor, kind), f'setns {kind:#x}')


def map_user(outside_uid: int, outside_gid: int, inside: int) -> None:
    """Give the one user and group of a user namespace, just entered, its number inside."""
    _write('/proc/self/setgroups', 'deny')
    _write('/proc/self/uid_map', f'{inside} {outside_uid} 1')
    _write('/proc/self/gid_map', f'{inside} {outside_gid} 1')


def loopback_up() -> None:
    """A fresh network namespace has a loopback interface that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack('16sh22x', b'lo', _IFF_UP))


def bound_stream_buffers() -> None:
    """Of TCP, which grow by themselves: in a fresh network namespace, to what other sockets have."""
    for name in ('tcp_rmem', 'tcp_wmem'):
        _write(f'/proc/sys/net/ipv4/{name}', '4096 65536 131072')


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
