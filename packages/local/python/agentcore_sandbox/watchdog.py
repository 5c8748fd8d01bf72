"""Bounds the memory of sessions where no control group does: measures, and kills what is too much."""
import os
import signal
import sys
import time
from typing import Callable, Dict, Iterable, List, NamedTuple

_SECONDS = 0.1
# Of one processor's time, however many sessions there are.
_SHARE = 0.05
_MOST_SECONDS = 1.0
# Of a processor's time, for one session: it could keep the others from being looked at by what measuring it takes.
_SECONDS_PER_SESSION = 1.0
_KILLS_BEFORE_ALL = 10
# Of the kernel's buffers, by default, for one direction. The filter of system calls keeps them so.
_SOCKET_BYTES = 1 << 18
# Of a pipe, when its user has many.
_PIPE_BYTES = 1 << 13
# Room for so many is there from the start.
_FEW_DESCRIPTORS = 64
_PAGE = os.sysconf('SC_PAGE_SIZE')


class Process(NamedTuple):
    pid: int
    parent: int
    virtual: int
    resident: int


class Watchdog:
    """Looks at all descendants of the first process: each child of it is a session's agent, with its session below."""

    def __init__(self, memory_bytes: int, proc: str = '/proc', kill: Callable[[int, int], None] = os.kill,
                 clock: Callable[[], float] = time.process_time) -> None:
        self._memory_bytes = memory_bytes
        self._proc = proc
        self._kill = kill
        # Its own time: by that of the wall, sessions that keep the processors busy would seem expensive.
        self._clock = clock
        self._kills: Dict[int, int] = {}

    def run(self) -> None:
        while True:
            started = self._clock()
            killed = self.look()
            time.sleep(seconds_to_sleep(self._clock() - started, killed))

    def look(self) -> bool:
        """Whether a session had to be cut back."""
        over = {agent for agent, processes in self._sessions().items() if self._is_over(agent, processes)}
        self._kills = {agent: kills for agent, kills in self._kills.items() if agent in over}
        return bool(over)

    def _is_over(self, agent: int, processes: List[Process]) -> bool:
        try:
            return self._may_exceed(agent, processes) and self._cut(agent, processes)
        except Exception as error:
            # What cannot be measured is not bounded. The other sessions must not pay for it.
            sys.stderr.write(f'A session was ended, since its memory could not be measured: {error!r}\n')
            sys.stderr.flush()
            self._send(agent)
            return True

    def _may_exceed(self, agent: int, processes: List[Process]) -> bool:
        """Cheap, and never too low: memory that is shared counts more than once, and that which is only mapped, too."""
        mapped = sum(max(process.resident, process.virtual) for process in processes)
        descriptors = sum(self._room_for_descriptors(process.pid) for process in processes if process.pid != agent)
        return mapped + descriptors * _PIPE_BYTES + self._in_sockets(agent) > self._memory_bytes

    def _cut(self, agent: int, processes: List[Process]) -> bool:
        used: Dict[int, int] = {}
        ended = 0
        until = self._clock() + _SECONDS_PER_SESSION
        for process in processes:
            if process.pid == agent:
                continue
            try:
                used[process.pid] = self._used(process)
            except OSError:
                # It has ended, and may have handed on what it had, so as never to be there when it is measured.
                ended += process.resident
            if self._clock() > until:
                return self._send_to_largest(agent, used)
        in_sockets = self._in_sockets(agent)
        measured = sum(used.values()) + in_sockets
        if measured + ended <= self._memory_bytes:
            return False
        if measured <= self._memory_bytes:
            # No reason to kill others, as long as it does not go on.
            return self._send_to_largest(agent, {})
        if in_sockets > self._memory_bytes / 2:
            used = {pid: memory + self._descriptors(pid) * _SOCKET_BYTES for pid, memory in used.items()}
        return self._send_to_largest(agent, used or {agent: 0})

    def _send_to_largest(self, agent: int, used: Dict[int, int]) -> bool:
        self._kills[agent] = self._kills.get(agent, 0) + 1
        if self._kills[agent] > _KILLS_BEFORE_ALL:
            self._send(agent)
        elif used:
            self._send(max(used, key=lambda pid: used[pid]))
        return True

    def _used(self, process: Process) -> int:
        """Its share of what it has in common with others. Raises OSError when it has ended."""
        besides = self._page_tables(process.pid) + self._in_pipes(process.pid)
        try:
            resident = self._fields(f'{process.pid}/smaps_rollup', (b'Pss_Anon:', b'Pss_Shmem:'))
            return besides + resident + self._shared_mappings(process.pid)
        except PermissionError:
            # It has made itself undumpable. That must not be a way to hide.
            return besides + max(process.resident, process.virtual)

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

    def _room_for_descriptors(self, pid: int) -> int:
        """Cheaper than to count them, and never too low, but for those that it has from the start."""
        try:
            lines = self._read(f'{pid}/status').splitlines()
        except OSError:
            return 0  # it has ended
        room = sum(int(line.split()[1]) for line in lines if line.startswith(b'FDSize:'))
        return room if room > _FEW_DESCRIPTORS else 0

    def _in_pipes(self, pid: int) -> int:
        """What waits in them is in no process's memory either. Any descriptor may be the only one of a pipe."""
        room = self._room_for_descriptors(pid)
        return (self._descriptors(pid) or room) * _PIPE_BYTES if room else 0

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


def seconds_to_sleep(spent: float, killed: bool) -> float:
    """After a look. Who is over the limit may be growing by the second, and so may others after an expensive look."""
    return min(_MOST_SECONDS, spent if killed else max(_SECONDS, spent / _SHARE))


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
