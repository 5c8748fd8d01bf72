"""From a fresh fork of the zygote to the agent of one session."""
import json
import os
import signal
import socket
from dataclasses import dataclass
from typing import Callable, Dict, List, NoReturn, Optional

from . import descriptors, mounts, privileges, seccomp
from .agent.frames import HELLO, frame, message
from .agent.main import run_agent
from .cgroups import Cgroups
from .configuration import Configuration, Launch
from .libc import set_host_name
from .namespaces import NEW_CGROUP, NEW_IPC, NEW_MOUNT, NEW_NET, NEW_UTS, bound_stream_buffers, loopback_up, unshare
from .relay import connect_relay, offer_listener
from .root import HOST_NAME
from .settings import AgentSettings

RELAY = 'relay'
_LAUNCH_BYTES = 1 << 16


@dataclass(frozen=True)
class Surroundings:
    """What the zygote has prepared for all sessions."""

    configuration: Configuration
    cgroups: Cgroups
    folder: int
    """Of the service, by descriptor: its path is in no session's file system."""
    first_host_id: Optional[int]
    read_only: List[str]
    filters: List[bytes]


def become_session(
    around: Surroundings, number: int, group: str, orders: socket.socket, on_demand: bool,
) -> NoReturn:
    """Run in the first process of a fresh pid namespace. What does not depend on the launch is done ahead of it.

    `on_demand`: a launch is waiting for it, and will be told of problems. Otherwise they may have passed by then.
    """
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # A session of its own is an autogroup of its own: processors are shared by session, not by process.
    os.setsid()
    descriptors.silence(0, 1)
    problem = _attempt(lambda: _enter_namespaces(around, group))
    if problem and not on_demand:
        # Orders that have come already are still received; the next ones go to another process.
        orders.shutdown(socket.SHUT_RD)
    order = orders.recv(_LAUNCH_BYTES)
    if not order:
        os._exit(0)
    launch = Launch.of(json.loads(order))
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    channel.connect(f'/proc/self/fd/{around.folder}/{around.configuration.socket_name}')
    environment: Dict[str, str] = {}
    problem = problem or _attempt(lambda: environment.update(_give_up_the_rest(around, launch, number, channel)))
    if problem:
        channel.sendall(b''.join(frame(HELLO, 0, message({'token': launch.token, 'problem': problem}))))
        os._exit(1)
    run_agent(channel, _settings(around.configuration, launch, environment))


def _attempt(step: Callable[[], None]) -> Optional[str]:
    try:
        step()
    except (OSError, ValueError) as error:
        return str(error)
    return None


def _enter_namespaces(around: Surroundings, group: str) -> None:
    limits = around.configuration.limits
    around.cgroups.enter(group)
    unshare(NEW_MOUNT | NEW_IPC | NEW_UTS | NEW_CGROUP | NEW_NET)
    loopback_up()
    if not around.cgroups.bounds('memory'):
        bound_stream_buffers()
    mounts.mount_session(limits.disk_bytes, limits.files, around.read_only)
    set_host_name(HOST_NAME)


def _give_up_the_rest(around: Surroundings, launch: Launch, number: int, channel: socket.socket) -> Dict[str, str]:
    """Nothing of the host may be left when the agent starts. The variables that the network adds for user code."""
    environment: Dict[str, str] = {}
    kept = [channel.fileno()]
    if launch.network != 'SANDBOX':
        control = connect_relay(f'/proc/self/fd/{around.folder}/{RELAY}')
        environment = offer_listener(control)
        # Open for as long as the agent lives: its end is how the relay learns of the session's.
        kept.append(control.detach())
    descriptors.silence(2)
    descriptors.close_all_but(kept)
    limits = around.configuration.limits
    if around.first_host_id is None:
        mounts.give_home(os.getuid(), os.getgid())
    else:
        host_id = around.first_host_id + number
        mounts.give_home(host_id, host_id)
        privileges.become_user(host_id)
    data_bytes = None if around.cgroups.bounds('memory') else limits.memory_bytes
    privileges.enter_user_namespace(limits.processes, data_bytes, own_user=around.first_host_id is not None)
    if not around.cgroups.bounds('cpu'):
        privileges.bound_processors(limits.cpus, number)
    privileges.drop_capabilities()
    privileges.hide_process()
    seccomp.install(around.filters)
    os.umask(0o022)
    os.chdir(mounts.WORKING_DIRECTORY)
    return environment


def _settings(configuration: Configuration, launch: Launch, environment: Dict[str, str]) -> AgentSettings:
    return AgentSettings(
        token=launch.token,
        limits=configuration.limits,
        environment={**_needed(configuration.environment, launch.network), **environment},
        working_directory=mounts.WORKING_DIRECTORY,
        roots=[mounts.WORKING_DIRECTORY, mounts.TEMPORARY],
        node_command=configuration.node_command,
        deno_command=configuration.deno_command,
        prestart_python=launch.prestart_python,
    )


def _needed(environment: Dict[str, str], network: str) -> Dict[str, str]:
    if network != 'SANDBOX':
        return environment
    # Node reads these certificates whenever it starts, which takes longer than all the rest of it.
    return {name: value for name, value in environment.items() if name != 'NODE_EXTRA_CA_CERTS'}
