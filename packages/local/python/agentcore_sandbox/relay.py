"""The way out of a session's network namespace: from a port of its loopback to the proxy's unix socket.

One process for all sessions, outside of every one, so that none can stop, trace or starve it. A session makes a
listening socket and hands it over (SCM_RIGHTS): a socket stays in the namespace that it was made in, whoever accepts on
it. The connection that it was handed over on tells when the session is over.
"""
import ctypes
import os
import resource
import signal
import socket
from typing import Dict, Tuple

from .relay_loop import CONNECTIONS_PER_SESSION, RelayLoop

PORT = 3128
NOT_PROXIED = 'localhost,127.0.0.1,::1'
DESCRIPTORS = 65536
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4


def start_relay(socket_path: str, proxy_socket: str) -> int:
    """Forks the relay and returns its pid; it can be reached at `socket_path` from then on, and ends with its parent.

    For a process with one thread, in the host's mount namespace.
    """
    parent = os.getpid()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        if os.path.lexists(socket_path):
            os.unlink(socket_path)  # of a relay that died
        mask = os.umask(0o177)
        try:
            listener.bind(socket_path)
        finally:
            os.umask(mask)
        listener.listen(128)
        pid = os.fork()
        if pid:
            return pid
        try:
            _become_relay(parent, listener.fileno())
            RelayLoop(listener, proxy_socket).run()
        except BaseException as error:
            os.write(2, f'Sessions have no network until their relay is started again. It ended: {error!r}\n'.encode())
        finally:
            os._exit(1)  # never back into the parent's code


def attach_relay(path: str) -> Tuple[socket.socket, Dict[str, str]]:
    """In a session, before user code: the connection to keep while it lives, and the variables of its programs."""
    control = connect_relay(path)
    try:
        return control, offer_listener(control)
    except BaseException:
        control.close()
        raise


def connect_relay(path: str) -> socket.socket:
    """`path` may go through /proc/self/fd, where the folder itself is out of reach."""
    control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        control.connect(path)
    except BaseException:
        control.close()
        raise
    return control


def offer_listener(control: socket.socket) -> Dict[str, str]:
    """In the session's network namespace, with its loopback up.

    The only copy goes to the relay: who kept one could make it block.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(('127.0.0.1', PORT))
        listener.listen(CONNECTIONS_PER_SESSION)
        socket.send_fds(control, [b'L'], [listener.fileno()])
    return proxy_environment(PORT)


def proxy_environment(port: int) -> Dict[str, str]:
    """What pip, npm, git, cargo, curl, conda, boto3, Deno and Go go by."""
    url = f'http://127.0.0.1:{port}'
    names = ('HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY')
    environment = {spelling: url for name in names for spelling in (name, name.lower())}
    # Node's own fetch goes by them from version 24 on, if asked to.
    return {**environment, 'NO_PROXY': NOT_PROXIED, 'no_proxy': NOT_PROXIED, 'NODE_USE_ENV_PROXY': '1'}


def _become_relay(parent: int, listener: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    # Whatever the parent holds (other sessions' streams above all) would never see its end.
    for name in os.listdir('/proc/self/fd'):
        if int(name) not in (0, 1, 2, listener):
            _close_if_open(int(name))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    soft = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _close_if_open(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:
        pass  # the one that listed the folder
