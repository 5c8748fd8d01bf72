"""One session in processes of its own, for machines where sessions cannot be forked into namespaces.

Standard input holds the settings, descriptor 3 is the service. With bubblewrap, all around is isolated already.
"""
import json
import os
import socket
import sys
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, NoReturn, Optional

from . import descriptors, landlock_session, privileges, seccomp, supervisor
from .agent.frames import HELLO, frame, message
from .agent.main import run_agent
from .libc import PR_SET_NO_NEW_PRIVS, prctl
from .preload import preload
from .process_limits import limit_process
from .relay import offer_listener, proxy_environment
from .settings import AgentSettings, Limits
from .shared_host import compile_own_process_filter

_SERVICE = 3
_RELAY = 4


@dataclass(frozen=True)
class SpawnSettings:
    """From JSON whose names are the same, in camel case."""

    tier: str
    token: str
    limits: Limits
    environment: Dict[str, str]
    working_directory: str
    temporary: str
    preload: List[str]
    read_only: List[str]
    relayed: bool
    """Descriptor 4 is a connection to the relay."""
    proxy_port: Optional[int]
    """Where the proxy listens on the host's loopback, for a session that has no other way out."""
    own_user: bool
    """Nothing else runs as the user of this session."""
    node_command: Optional[List[str]]
    deno_command: Optional[List[str]]

    @classmethod
    def of(cls, message: Dict[str, Any]) -> 'SpawnSettings':
        return cls(
            tier=message['tier'],
            token=message['token'],
            limits=Limits.of(message['limits']),
            environment=message['environment'],
            working_directory=message['workingDirectory'],
            temporary=message['temporary'],
            preload=message['preload'],
            read_only=message['readOnly'],
            relayed=message['relayed'],
            proxy_port=message.get('proxyPort'),
            own_user=message['ownUser'],
            node_command=message.get('nodeCommand'),
            deno_command=message.get('denoCommand'),
        )


def main() -> None:
    settings = SpawnSettings.of(json.loads(sys.stdin.buffer.read()))
    descriptors.close_all_but([_SERVICE, _RELAY] if settings.relayed else [_SERVICE])
    descriptors.silence(0, 1)
    channel = socket.socket(fileno=_SERVICE)
    channel.set_inheritable(False)
    # `tempfile` remembers the folder that it finds first.
    os.environ.update(settings.environment)
    try:
        environment = _way_out(settings)
        # Not to the working directory, which is to be empty.
        for problem in preload(settings.preload, settings.temporary, f'{settings.temporary}/.matplotlib'):
            sys.stderr.write(f'not preloaded: {problem}\n')
        TIERS[settings.tier](channel, settings, environment)
    except Exception as error:
        problem = {'token': settings.token, 'problem': f'{type(error).__name__}: {error}'}
        channel.sendall(b''.join(frame(HELLO, 0, message(problem))))
        sys.exit(1)


def _way_out(settings: SpawnSettings) -> Dict[str, str]:
    """The variables of user code that say where the proxy is."""
    if settings.proxy_port is not None:
        return proxy_environment(settings.proxy_port)
    if not settings.relayed:
        return {}
    control = socket.socket(fileno=_RELAY)
    control.set_inheritable(False)
    environment = offer_listener(control)
    # Open for as long as the agent lives: its end is how the relay learns of the session's.
    control.detach()
    return environment


def _within_bubblewrap(channel: socket.socket, settings: SpawnSettings, environment: Dict[str, str]) -> NoReturn:
    limit_process(settings.limits, own_user=True)
    filters = [*seccomp.compile_filters(memory_bounded=False, processors_bounded=False), compile_own_process_filter()]
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    privileges.hide_process()
    seccomp.install(filters)
    _become_agent(channel, settings, environment)


def _within_landlock(channel: socket.socket, settings: SpawnSettings, environment: Dict[str, str]) -> NoReturn:
    filters = seccomp.compile_filters(memory_bounded=False, processors_bounded=False)
    cell = landlock_session.prepare_cell(
        settings.working_directory, settings.temporary, settings.read_only, settings.proxy_port,
    )
    supervisor.fork_supervised(channel)
    limit_process(settings.limits, settings.own_user)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    privileges.hide_process()
    cell.enter_agent_domain()
    seccomp.install(filters)
    _become_agent(channel, settings, environment, cell.confine)


def _within_other(channel: socket.socket, settings: SpawnSettings, environment: Dict[str, str]) -> NoReturn:
    """Around it is another kind of sandbox, or none."""
    supervisor.fork_supervised(channel)
    limit_process(settings.limits, settings.own_user)
    _become_agent(channel, settings, environment)


def _become_agent(
    channel: socket.socket, settings: SpawnSettings, environment: Dict[str, str],
    confine: Optional[Callable[[], None]] = None,
) -> NoReturn:
    os.umask(0o022)
    run_agent(channel, AgentSettings(
        token=settings.token,
        limits=settings.limits,
        environment={**settings.environment, **environment},
        working_directory=settings.working_directory,
        roots=[settings.working_directory, settings.temporary],
        node_command=settings.node_command,
        deno_command=settings.deno_command,
        prestart_python=True,
        confine_cell=confine,
    ))


TIERS: Dict[str, Callable[[socket.socket, SpawnSettings, Dict[str, str]], NoReturn]] = {
    'bubblewrap': _within_bubblewrap,
    'landlock': _within_landlock,
    'seatbelt': _within_other,
    'none': _within_other,
}
