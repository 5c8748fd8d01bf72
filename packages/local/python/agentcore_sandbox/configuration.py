"""What the service tells a keeper, once."""
from dataclasses import dataclass
from typing import Any, Dict, List, Optional

from .settings import Limits


@dataclass(frozen=True)
class Configuration:
    """From JSON whose names are the same, in camel case."""

    folder: str
    """The service's own: holds its socket, and an empty folder `root`. Removed by the keeper at its end."""
    cache_folder: str
    """For what takes long to make, and is the same at the next start."""
    socket_name: str
    proxy_socket: str
    limits: Limits
    environment: Dict[str, str]
    read_only: List[str]
    preload: List[str]
    node_command: Optional[List[str]]
    deno_command: Optional[List[str]]

    @classmethod
    def of(cls, message: Dict[str, Any]) -> 'Configuration':
        return cls(
            folder=message['folder'],
            cache_folder=message['cacheFolder'],
            socket_name=message['socketName'],
            proxy_socket=message['proxySocket'],
            limits=Limits.of(message['limits']),
            environment=message['environment'],
            read_only=message['readOnly'],
            preload=message['preload'],
            node_command=message.get('nodeCommand'),
            deno_command=message.get('denoCommand'),
        )


@dataclass(frozen=True)
class Launch:
    """A request for one session."""

    id: int
    token: str
    network: str
    prestart_python: bool

    @classmethod
    def of(cls, message: Dict[str, Any]) -> 'Launch':
        return cls(
            id=int(message['launch']),
            token=str(message['token']),
            network=str(message['network']),
            prestart_python=bool(message['prestartPython']),
        )
