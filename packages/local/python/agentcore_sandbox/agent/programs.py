import os
from typing import List, NoReturn, Sequence

from ..settings import AgentSettings
from . import signals

# The OOM killer takes untrusted code before the agent.
OUT_OF_MEMORY_SCORE = '500'


class Programs:
    """Starts programs, each in a session of its own and confined as the settings say."""

    def __init__(self, settings: AgentSettings) -> None:
        self._settings = settings
        self.null = os.open('/dev/null', os.O_RDONLY | os.O_CLOEXEC)

    def start(self, arguments: List[str], descriptors: Sequence[int]) -> int:
        """The process id. The descriptors become 1, 2 and so on; 0 is /dev/null."""
        inherited = [self.null, *descriptors]
        begin = self._spawn if self._settings.confine_cell is None else self._fork
        pid = begin(arguments, inherited)
        expose_to_out_of_memory(pid)
        return pid

    def _spawn(self, arguments: List[str], inherited: List[int]) -> int:
        # Does not copy the page tables of a large parent, as a fork would.
        return os.posix_spawn(
            arguments[0],
            arguments,
            self._settings.environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, descriptor, target) for target, descriptor in enumerate(inherited)],
            setsid=True,
            setsigdef=signals.IGNORED,
        )

    def _fork(self, arguments: List[str], inherited: List[int]) -> int:
        pid = os.fork()
        return self._become(arguments, inherited) if pid == 0 else pid

    def _become(self, arguments: List[str], inherited: List[int]) -> NoReturn:
        try:
            os.setsid()
            for target, descriptor in enumerate(inherited):
                os.dup2(descriptor, target)
            signals.restore_all()
            if self._settings.confine_cell is not None:
                self._settings.confine_cell()
            os.execve(arguments[0], arguments, self._settings.environment)
        except BaseException as problem:
            os.write(2, f'{arguments[0]} cannot be started: {problem}\n'.encode())
        finally:
            os._exit(126)


def expose_to_out_of_memory(pid: int) -> None:
    try:
        descriptor = os.open(f'/proc/{pid}/oom_score_adj', os.O_WRONLY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        os.write(descriptor, OUT_OF_MEMORY_SCORE.encode())
    except OSError:
        pass
    finally:
        os.close(descriptor)
