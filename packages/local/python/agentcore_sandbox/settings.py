"""What the first process of a session is told by whoever starts it."""
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional


@dataclass(frozen=True)
class Limits:
    """What one session may use: `Limits` of the service."""

    cpus: float
    memory_bytes: int
    disk_bytes: int
    files: int
    processes: int
    output_bytes: int
    call_seconds: float
    task_seconds: float

    @classmethod
    def of(cls, limits: Dict[str, Any]) -> 'Limits':
        """From the service's JSON."""
        return cls(
            cpus=float(limits['cpus']),
            memory_bytes=int(limits['memoryBytes']),
            disk_bytes=int(limits['diskBytes']),
            files=int(limits['files']),
            processes=int(limits['processes']),
            output_bytes=int(limits['outputBytes']),
            call_seconds=float(limits['callSeconds']),
            task_seconds=float(limits['taskSeconds']),
        )


@dataclass(frozen=True)
class AgentSettings:
    """All that the agent needs to know. It reads neither its environment nor its arguments."""

    token: str
    """Proves to the service which launch this is."""
    limits: Limits
    environment: Dict[str, str]
    """Of user code: complete, nothing else is passed on."""
    working_directory: str
    """Exists. Relative paths of the file tools start here; so do cells and commands."""
    roots: List[str]
    """Folders that the file tools may touch, the working directory among them."""
    node_command: Optional[List[str]] = None
    """Starts a cell process in Node. None where there is no Node."""
    deno_command: Optional[List[str]] = None
    """Starts a cell process in Deno. None where there is no Deno."""
    prestart_python: bool = False
    """Fork the Python cell process at once, not at the first cell."""
    confine_cell: Optional[Callable[[], None]] = None
    """Run in each fresh child before user code, where the session itself is not confined enough."""
