"""The fork server: has imported what sessions share, and forks one of them for each request."""
import json
import os
import select
import signal
import socket
import time
from typing import Any, Optional

from . import seccomp
from .cgroups import Cgroups
from .configuration import Configuration
from .nursery import Nursery
from .preload import freeze, preload
from .rehearsal import rehearse
from .root import enter_root
from .session import Surroundings
from .shared_host import compile_own_process_filter
from .watchdog import start_watchdog

# What is imported late.
_OWN_CODE = os.path.dirname(os.path.abspath(__file__))
_REQUEST_BYTES = 1 << 16
_RETRY_SECONDS = 0.01
# Sessions that are starting now come first.
_SPARE_DELAY_SECONDS = 0.02


class Zygote:
    """Reads requests and writes reports, JSON lines both, on one stream. Has one thread, and must."""

    def __init__(self, stream: socket.socket, nursery: Nursery) -> None:
        self._stream = stream
        self._nursery = nursery
        self._wake, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake)

    def run(self) -> None:
        """Until the stream ends."""
        received = b''
        while True:
            ready, _, _ = select.select([self._stream, self._wake], [], [], self._patience())
            if self._wake in ready:
                os.read(self._wake, 4096)
                self._nursery.reap()
            for launch in self._nursery.remove_groups():
                if launch:
                    self.report(ended=launch)
            if self._stream in ready:
                read = self._stream.recv(_REQUEST_BYTES)
                if not read:
                    return
                *lines, received = (received + read).split(b'\n')
                for line in lines:
                    self._request(line)
            elif not ready and not self._nursery.is_full:
                self._add_spare()

    def report(self, **message: Any) -> None:
        self._stream.sendall(json.dumps(message).encode() + b'\n')

    def _patience(self) -> Optional[float]:
        if self._nursery.has_remains:
            return _RETRY_SECONDS
        return None if self._nursery.is_full else _SPARE_DELAY_SECONDS

    def _request(self, line: bytes) -> None:
        request = json.loads(line)
        if 'close' in request:
            self._nursery.kill(request['close'])
            return
        try:
            self._nursery.launch(request['launch'], line)
        except OSError as error:
            self.report(failed=request['launch'], problem=str(error))

    def _add_spare(self) -> None:
        try:
            self._nursery.add_spare()
        except OSError:
            # The next request tries again, and has somebody to tell.
            time.sleep(_SPARE_DELAY_SECONDS)


def run_zygote(stream: socket.socket, configuration: Configuration, cgroups: Cgroups, host_id: Optional[int]) -> None:
    """The first process of its own pid namespace, in its own mount namespace. Returns when the service has gone."""
    watchdog = None if cgroups.bounds('memory') else start_watchdog(configuration.limits.memory_bytes)
    problems = preload(configuration.preload, configuration.folder, configuration.cache_folder)
    folder = os.open(configuration.folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    rehearse(configuration.folder)
    filters = [*seccomp.compile_filters(cgroups.bounds('memory'), cgroups.bounds('cpu')), compile_own_process_filter()]
    read_only = enter_root(os.path.join(configuration.folder, 'root'), [*configuration.read_only, _OWN_CODE])
    around = Surroundings(configuration, cgroups, folder, host_id, read_only, filters)
    zygote = Zygote(stream, Nursery(around, watchdog and watchdog.pid))
    if watchdog:
        watchdog.start()
    freeze()
    zygote.report(
        ready=True,
        cgroups=cgroups.version,
        bounds=[name for name in ('memory', 'pids', 'cpu') if cgroups.bounds(name)],
        notPreloaded=problems,
    )
    zygote.run()
