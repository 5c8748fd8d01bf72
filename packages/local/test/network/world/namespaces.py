"""Machines that are network namespaces. No packet leaves the real one."""
import ctypes
import os
import subprocess
import sys
import traceback
from typing import Callable

CLONE_NEWNET = 0x40000000


def ip(arguments: str) -> None:
    subprocess.run(['ip', *arguments.split()], check=True)


def start_machine(run: Callable[[], None], link: str) -> int:
    """Forks into a namespace of its own. Of the link, `<link>-here` is on this side and `<link>-there` on the other."""
    made_read, made_write = os.pipe()
    linked_read, linked_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            if ctypes.CDLL(None).unshare(CLONE_NEWNET):
                raise OSError('unshare')
            ip('link set lo up')
            os.write(made_write, b'.')
            os.read(linked_read, 1)
            run()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.read(made_read, 1)
    ip(f'link add {link}-here type veth peer name {link}-there netns {pid}')
    os.write(linked_write, b'.')
    for descriptor in (made_read, made_write, linked_read, linked_write):
        os.close(descriptor)
    return pid


def link_is_there(link: str) -> bool:
    """A link ends with the namespace that its other end is in."""
    return subprocess.run(['ip', 'link', 'show', f'{link}-here'], capture_output=True).returncode == 0
