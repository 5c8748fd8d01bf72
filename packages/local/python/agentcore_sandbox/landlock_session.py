"""What a session without namespaces may reach: the agent, and within that, what its cells and commands may."""
import os
from dataclasses import dataclass
from typing import Iterable, List, Optional

from . import landlock, seccomp
from .shared_host import compile_shared_host_filter

_SYSTEM = (
    '/usr', '/bin', '/lib', '/lib32', '/lib64', '/sbin', '/nix/store', '/etc/alternatives', '/etc/ca-certificates',
    '/etc/fonts', '/etc/group', '/etc/hosts', '/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d',
    '/etc/localtime', '/etc/matplotlibrc', '/etc/mime.types', '/etc/nsswitch.conf', '/etc/passwd', '/etc/pki/tls',
    '/etc/pki/ca-trust', '/etc/protocols', '/etc/services', '/etc/ssl/certs', '/etc/ssl/openssl.cnf',
    '/etc/terminfo', '/dev/random', '/dev/urandom',
)
_DEVICES = ('/dev/full', '/dev/null', '/dev/zero')
# Of the machine as a whole. Processes other than one's own would show what the user of this machine does.
_OF_MACHINE = (
    '/proc/cpuinfo', '/proc/filesystems', '/proc/loadavg', '/proc/meminfo', '/proc/stat', '/proc/uptime',
    '/proc/version', '/proc/sys/kernel/cap_last_cap', '/proc/sys/kernel/ngroups_max', '/proc/sys/kernel/osrelease',
    '/proc/sys/kernel/pid_max', '/proc/sys/vm/overcommit_memory', '/sys/devices/system/cpu',
    '/sys/fs/cgroup/cpu.max',
)


@dataclass(frozen=True)
class CellConfinement:
    version: int
    read: List[str]
    write: List[str]
    filter: bytes
    port: Optional[int]

    def enter_agent_domain(self) -> None:
        """The agent finds its processes in /proc, and lets the kernel prefer them when memory runs out."""
        landlock.Domain(self.version, self.read, [*self.write, '/proc'], self.port).enter()

    def confine(self) -> None:
        """In a fresh child. The inner domain cannot trace the outer, nor send it signals."""
        own = f'/proc/{os.getpid()}'
        landlock.Domain(self.version, [*self.read, *_OF_MACHINE, own], self.write, self.port).enter()
        seccomp.install([self.filter])


def prepare_cell(
    working_directory: str, temporary: str, read_only: Iterable[str], port: Optional[int],
) -> CellConfinement:
    version = landlock.abi()
    if version == 0:
        raise OSError('Landlock is not there: it needs Linux 5.13 or newer, and to be among its security modules')
    return CellConfinement(
        version=version,
        read=[*_SYSTEM, *read_only],
        write=[working_directory, temporary, *_DEVICES],
        filter=compile_shared_host_filter(version, port),
        port=port,
    )
