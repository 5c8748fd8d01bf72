"""What the relay does: accepts on the sessions' sockets and copies bytes, in one thread, with bounds on everything."""
import errno
import os
import resource
import selectors
import socket
from typing import Callable, Optional, Set, Tuple

from .relay_stream import Stream

CONNECTIONS_PER_SESSION = 64
MOST_CONNECTIONS = 1024
MOST_SESSIONS = 4096
PASSING = (errno.EAGAIN, errno.EINTR, errno.ECONNABORTED)


class Session:
    """One listening socket, for as long as the connection it came on stays open."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.listener: Optional[socket.socket] = None
        self.connections: Set['Connection'] = set()
        self.paused = False


class Connection:
    def __init__(self, session: Session, client: socket.socket, proxy: socket.socket) -> None:
        self.session = session
        self.client = client
        self.proxy = proxy
        self.there = Stream(client, proxy)
        self.back = Stream(proxy, client)


class RelayLoop:
    def __init__(self, listener: socket.socket, proxy_socket: str) -> None:
        self._listener = listener
        self._proxy_socket = proxy_socket
        self._selector = selectors.DefaultSelector()
        self._sessions: Set[Session] = set()
        self._connections = 0
        # Two descriptors each.
        share = (resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 64) // 4
        self._most_connections = min(MOST_CONNECTIONS, share)
        self._most_sessions = min(MOST_SESSIONS, share)

    def run(self) -> None:
        self._listener.setblocking(False)
        self._watch(self._listener, selectors.EVENT_READ, self._accept_session)
        while True:
            for key, _ in self._selector.select():
                # What one event has closed may have another in the same batch.
                if key.fileobj.fileno() >= 0:
                    key.data()

    def _accept_session(self) -> None:
        control = _accept(self._listener)
        if control is None:
            return
        if len(self._sessions) >= self._most_sessions:
            control.close()
            return
        session = Session(control)
        self._sessions.add(session)
        self._watch(control, selectors.EVENT_READ, lambda: self._hear(session))

    def _hear(self, session: Session) -> None:
        """The listener comes first; then nothing but the end."""
        try:
            data, offered = _receive(session.control)
        except BlockingIOError:
            return
        if data and offered is not None and session.listener is None and _is_listener(offered):
            session.listener = offered
            offered.setblocking(False)
            self._listen(session)
            return
        if offered is not None:
            offered.close()
        self._end_session(session)

    def _listen(self, session: Session) -> None:
        self._watch(session.listener, selectors.EVENT_READ, lambda: self._accept_connection(session))

    def _accept_connection(self, session: Session) -> None:
        if not self._has_room(session):
            # The kernel holds the next ones back until one of these ends.
            self._selector.unregister(session.listener)
            session.paused = True
            return
        try:
            client = _accept(session.listener)
        except OSError:
            self._end_session(session)
            return
        if client is None:
            return
        proxy = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        proxy.setblocking(False)
        try:
            proxy.connect(self._proxy_socket)
        except OSError:
            client.close()
            proxy.close()
            return
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(session, client, proxy)
        session.connections.add(connection)
        self._connections += 1
        self._move(connection)

    def _move(self, connection: Connection) -> None:
        there, back = connection.there, connection.back
        try:
            there.move()
            back.move()
        except OSError:
            self._end_connection(connection)
            return
        if there.done and back.done:
            self._end_connection(connection)
            return
        self._watch(connection.client, _events(there, back), lambda: self._move(connection))
        self._watch(connection.proxy, _events(back, there), lambda: self._move(connection))

    def _end_connection(self, connection: Connection) -> None:
        self._close(connection.client)
        self._close(connection.proxy)
        connection.session.connections.discard(connection)
        self._connections -= 1
        for session in self._sessions:
            if session.paused and self._has_room(session):
                session.paused = False
                self._listen(session)

    def _end_session(self, session: Session) -> None:
        self._sessions.discard(session)
        for connection in list(session.connections):
            self._end_connection(connection)
        # Open, it would keep the network namespace.
        if session.listener is not None:
            self._close(session.listener)
        self._close(session.control)

    def _has_room(self, session: Session) -> bool:
        return len(session.connections) < CONNECTIONS_PER_SESSION and self._connections < self._most_connections

    def _watch(self, sock: socket.socket, events: int, act: Callable[[], None]) -> None:
        watched = self._selector.get_map().get(sock)
        if watched is None:
            if events:
                self._selector.register(sock, events, act)
        elif not events:
            self._selector.unregister(sock)
        elif watched.events != events:
            self._selector.modify(sock, events, act)

    def _close(self, sock: socket.socket) -> None:
        self._watch(sock, 0, lambda: None)
        sock.close()


def _accept(listener: socket.socket) -> Optional[socket.socket]:
    try:
        accepted, _ = listener.accept()
    except OSError as error:
        if error.errno in PASSING:
            return None
        raise
    accepted.setblocking(False)
    return accepted


def _receive(control: socket.socket) -> Tuple[bytes, Optional[socket.socket]]:
    try:
        data, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    except BlockingIOError:
        raise
    except OSError:
        return b'', None
    for descriptor in descriptors:
        try:
            return data, socket.socket(fileno=descriptor)
        except OSError:
            os.close(descriptor)
    return data, None


def _is_listener(sock: socket.socket) -> bool:
    return sock.family == socket.AF_INET and sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1


def _events(source_of: Stream, target_of: Stream) -> int:
    """What to wait for on a socket, given the streams that it is the source and the target of."""
    reading = selectors.EVENT_READ if source_of.wants_source else 0
    writing = selectors.EVENT_WRITE if target_of.wants_target else 0
    return reading | writing
