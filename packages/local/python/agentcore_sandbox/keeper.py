"""The outermost process: starts the zygote, and cleans up after it when the service ends, in whatever way.

Standard input is the service's life: it ends when the service does. Descriptor 3 carries the zygote's requests and
reports.
"""
import json
import os
import select
import shutil
import signal
import socket
import sys
from typing import Any, Dict, Optional

from . import descriptors
from .cgroups import Cgroups, make_cgroups, sweep
from .configuration import Configuration
from .host_ids import first_host_id, is_root, read_uid_map
from .libc import PR_SET_PDEATHSIG, prctl
from .namespaces import NEW_MOUNT, NEW_PID, NEW_USER, map_user, unshare
from .relay import start_relay
from .root import refuse_too_wide
from .session import RELAY
from .zygote import run_zygote

_LIFE = 0
_REQUESTS = 3


def main() -> None:
    # Those are for the service, which then ends this process by closing its standard input.
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    # Nothing that the service, or the shell it was started from, has open may reach a session.
    descriptors.close_all_but([_REQUESTS])
    stream = socket.socket(fileno=_REQUESTS)
    configuration = Configuration.of(_first_line(stream))
    refuse_too_wide(configuration.read_only)
    sweep()
    cgroups = make_cgroups(configuration.limits, str(os.getpid()))
    relay: Optional[int] = None
    zygote: Optional[int] = None
    try:
        relay = start_relay(os.path.join(configuration.folder, RELAY), configuration.proxy_socket)
        zygote = _start_zygote(stream, configuration, cgroups)
        stream.close()
        _wait(zygote, relay)
    finally:
        for pid in (zygote, relay):
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        cgroups.close()
        shutil.rmtree(configuration.folder, ignore_errors=True)
        _remove_socket(configuration.proxy_socket)


def _first_line(stream: socket.socket) -> Dict[str, Any]:
    """Byte by byte would be slow, and what follows it does not come before the zygote has answered."""
    received = b''
    while not received.endswith(b'\n'):
        read = stream.recv(1 << 16)
        if not read:
            sys.exit('The service ended before it said what to do.')
        received += read
    return json.loads(received)


def _start_zygote(stream: socket.socket, configuration: Configuration, cgroups: Cgroups) -> int:
    host_id = first_host_id(os.getpid(), read_uid_map()) if is_root() else None
    uid, gid = os.getuid(), os.getgid()
    if host_id is None:
        unshare(NEW_USER | NEW_PID)
        map_user(uid, gid, 0)
    else:
        unshare(NEW_PID)
    # Open at the other end for as long as this process lives.
    alive, keeper = os.pipe()
    pid = os.fork()
    if pid:
        os.close(alive)
        return pid
    try:
        os.close(keeper)
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if select.select([alive], [], [], 0)[0]:
            os._exit(1)  # it ended before that call
        os.close(alive)
        unshare(NEW_MOUNT)
        descriptors.silence(0)
        run_zygote(stream, configuration, cgroups, host_id)
        os._exit(0)
    except BaseException as error:
        message = json.dumps({'problem': f'{type(error).__name__}: {error}'})
        stream.sendall(message.encode() + b'\n')
        raise
    finally:
        os._exit(1)


def _remove_socket(path: str) -> None:
    """Of the proxy, which a service that is killed leaves behind. With its folder, where nothing else is in that."""
    try:
        os.unlink(path)
        os.rmdir(os.path.dirname(path))
    except OSError:
        pass


def _wait(zygote: int, relay: int) -> None:
    """For the end of the service, or of what sessions need."""
    ended, relay_ended = os.pidfd_open(zygote), os.pidfd_open(relay)
    over, _, _ = select.select([_LIFE, ended, relay_ended], [], [])
    os.close(ended)
    os.close(relay_ended)
    if over == [relay_ended]:
        # Another one would know nothing of the sessions that there are.
        sys.exit('The relay between sessions and the network ended: start the service again.')


if __name__ == '__main__':
    main()
