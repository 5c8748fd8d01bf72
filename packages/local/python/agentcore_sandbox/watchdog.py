"""Bounds the memory of sessions where no control group does: measures, and kills what is too much."""
import os
import signal
import time
from typing import Callable, Dict, Iterable, List, NamedTuple

_SECONDS = 0.1
# Of one processor's time, however many sessions there are.
_SHARE = 0.05
_KILLS_BEFORE_ALL = 10
# Of the kernel's buffers, by default, for one direction. The filter of system calls keeps them so.
_SOCKET_BYTES = 1 << 18
_PAGE = os.sysconf('SC_PAGE_SIZE')


class Process(NamedTuple):
    pid: int
    parent: int
    virtual: int
    resident: int


class Watchdog:
    """Looks at all descendants of the first process: each child of it is a session's agent, with its session below."""

    def __init__(self, memory_bytes: int, proc: str = '/proc', kill: Callable[[int, int], None] = os.kill) -> None:
        self._memory_bytes = memory_bytes
        self._proc = proc
        self._kill = kill
        self._kills: Dict[int, int] = {}

    def run(self) -> None:
        while True:
            # Its own time: by the clock, sessions that keep the processors busy would make it look away for longer.
            started = time.process_time()
            killed = self.look()
            spent = time.process_time() - started
            # Who is over the limit may be growing by the second.
            time.sleep(spent if killed else max(_SECONDS, spent / _SHARE))

    def look(self) -> bool:
        """Whether a session had to be cut back."""
        over = {
            agent: processes for agent, processes in self._sessions().items()
            if self._may_exceed(agent, processes) and self._cut(agent, processes)
        }
        self._kills = {agent: kills for agent, kills in self._kills.items() if agent in over}
        return bool(over)

    def _may_exceed(self, agent: int, processes: List[Process]) -> bool:
        """Cheap, and never too low: memory that is shared counts more than once, and that which is only mapped, too."""
        mapped = sum(max(process.resident, process.virtual) for process in processes)
        return mapped + self._in_sockets(agent) > self._memory_bytes

    def _cut(self, agent: int, processes: List[Process]) -> bool:
        used = {process.pid: self._used(process) for process in processes if process.pid != agent}
        in_sockets = self._in_sockets(agent)
        if sum(used.values()) + in_sockets <= self._memory_bytes:
            return False
        self._kills[agent] = self._kills.get(agent, 0) + 1
        if in_sockets > self._memory_bytes / 2:
            used = {pid: memory + self._descriptors(pid) * _SOCKET_BYTES for pid, memory in used.items()}
        largest = max(used, key=lambda pid: used[pid])
        self._send(agent if self._kills[agent] > _KILLS_BEFORE_ALL else largest)
        return True

    def _used(self, process: Process) -> int:
        """Its share of what it has in common with others."""
        tables = self._page_tables(process.pid)
        try:
            resident = self._fields(f'{process.pid}/smaps_rollup', (b'Pss_Anon:', b'Pss_Shmem:'))
            return tables + resident + self._shared_mappings(process.pid)
        except PermissionError:
            # It has made itself undumpable. That must not be a way to hide.
            return tables + process.resident
        except OSError:
            return 0  # it has ended

    def _fields(self, file: str, names: Iterable[bytes]) -> int:
        wanted = tuple(names)
        return sum(int(line.split()[1]) << 10 for line in self._read(file).splitlines() if line.startswith(wanted))

    def _in_sockets(self, agent: int) -> int:
        """What waits in them is in no process's memory, and cannot be measured: as much as fits into all there are."""
        try:
            lines = self._read(f'{agent}/net/sockstat').splitlines()
        except OSError:
            return 0  # it has ended
        return sum(int(line.split()[2]) * _SOCKET_BYTES for line in lines if line.startswith(b'sockets: used '))

    def _descriptors(self, pid: int) -> int:
        try:
            return len(os.listdir(f'{self._proc}/{pid}/fd'))
        except OSError:
            return 0  # it has ended, or hides them

    def _page_tables(self, pid: int) -> int:
        """Made for memory that is only looked at, too, and so without bound."""
        try:
            return self._fields(f'{pid}/status', (b'VmPTE:',))
        except OSError:
            return 0  # it has ended

    def _shared_mappings(self, pid: int) -> int:
        """Anonymous memory mapped as shared stays when a process lets go of its pages: in use, but resident nowhere."""
        size = 0
        for line in self._read(f'{pid}/maps').splitlines():
            if line.endswith(b'/dev/zero (deleted)'):
                start, _, end = line.split(b' ', 1)[0].partition(b'-')
                size += int(end, 16) - int(start, 16)
        return size

    def _sessions(self) -> Dict[int, List[Process]]:
        processes = {process.pid: process for process in self._processes()}
        sessions: Dict[int, List[Process]] = {}
        for process in processes.values():
            top = process
            while top.parent != 1 and top.parent in processes:
                top = processes[top.parent]
            if top.parent == 1:
                sessions.setdefault(top.pid, []).append(process)
        sessions.pop(os.getpid(), None)
        return sessions

    def _processes(self) -> Iterable[Process]:
        for name in os.listdir(self._proc):
            if not name.isdigit():
                continue
            try:
                # After the name, which may hold anything.
                fields = self._read(f'{name}/stat').rpartition(b')')[2].split()
                yield Process(int(name), int(fields[1]), int(fields[20]), int(fields[21]) * _PAGE)
            except (OSError, IndexError):
                continue  # it has ended

    def _read(self, file: str) -> bytes:
        descriptor = os.open(f'{self._proc}/{file}', os.O_RDONLY | os.O_CLOEXEC)
        try:
            content = []
            while True:
                read = os.read(descriptor, 1 << 16)
                if not read:
                    return b''.join(content)
                content.append(read)
        finally:
            os.close(descriptor)

    def _send(self, pid: int) -> None:
        try:
            self._kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def start_watchdog(memory_bytes: int) -> 'WaitingWatchdog':
    """Forked while the process is small. Starts to look when told: proc of this pid namespace is yet to be mounted."""
    waiting, start = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(start)
            if os.read(waiting, 1):
                Watchdog(memory_bytes).run()
        finally:
            os._exit(1)
    os.close(waiting)
    return WaitingWatchdog(pid, start)


class WaitingWatchdog:
    def __init__(self, pid: int, start: int) -> None:
        self.pid = pid
        self._start = start

    def start(self) -> None:
        os.write(self._start, b'.')
        os.close(self._start)
