"""Forks of the zygote: those that are sessions, and the few that wait to become one."""
import os
import signal
import socket
from typing import Dict, Iterator, List, Optional

from .host_ids import COUNT
from .libc import fork
from .namespaces import NEW_PID, enter, unshare
from .session import Surroundings, become_session

# Being moved into a control group means waiting for all processors, and a fork of much memory takes its time, too.
_SPARES = 2


class _Spare:
    """A process in namespaces of its own, waiting for its orders."""

    def __init__(self, pid: int, orders: socket.socket) -> None:
        self.pid = pid
        self.orders = orders


class Nursery:
    def __init__(self, around: Surroundings, watchdog: Optional[int]) -> None:
        self._around = around
        self._watchdog = watchdog
        self._own_pids = os.open('/proc/self/ns/pid', os.O_RDONLY | os.O_CLOEXEC)
        self._spares: List[_Spare] = []
        self._groups: Dict[int, str] = {}
        self._launches: Dict[int, int] = {}
        self._ended: Dict[str, int] = {}
        self._made = 0

    @property
    def is_full(self) -> bool:
        return len(self._spares) >= _SPARES

    @property
    def has_remains(self) -> bool:
        """Whether there are control groups still to be removed."""
        return bool(self._ended)

    def add_spare(self, on_demand: bool = False) -> None:
        """Raises OSError where nothing more can be forked."""
        self._made += 1
        number, group = self._made % COUNT, str(self._made)
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        unshare(NEW_PID)
        try:
            pid = fork()
            if pid == 0:
                try:
                    near.close()
                    become_session(self._around, number, group, far, on_demand)
                finally:
                    os._exit(1)
        finally:
            far.close()
            enter(self._own_pids, NEW_PID)
        self._groups[pid] = group
        self._spares.append(_Spare(pid, near))

    def launch(self, launch: int, order: bytes) -> None:
        while True:
            if not self._spares:
                self.add_spare(on_demand=True)
            spare = self._spares.pop(0)
            try:
                spare.orders.send(order)
            except OSError:
                continue  # it was killed while it waited, or could not be made
            finally:
                spare.orders.close()
            self._launches[spare.pid] = launch
            return

    def kill(self, launch: int) -> None:
        """Its first process, and so with it, by the kernel, all others."""
        for pid, other in self._launches.items():
            if other == launch:
                os.kill(pid, signal.SIGKILL)

    def reap(self) -> None:
        while self._groups or self._watchdog:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            if pid == self._watchdog:
                raise RuntimeError('the watchdog of memory has ended, and nothing else bounds it here')
            group = self._groups.pop(pid, None)
            if group is not None:
                self._ended[group] = self._launches.pop(pid, 0)

    def remove_groups(self) -> Iterator[int]:
        """Launches of which nothing is left. 0 stands for a spare."""
        for group, launch in list(self._ended.items()):
            if self._around.cgroups.remove(group):
                del self._ended[group]
                yield launch
