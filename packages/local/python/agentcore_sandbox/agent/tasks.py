import signal
import uuid
from typing import Any, Dict, List, Optional

from .calls import Call
from .commands import seconds_of, start_problem, text_of
from .outputs import Sink
from .session import Session
from .shell_process import ON_TIME, ShellProcess

_MAXIMUM_RUNNING = 64
_MAXIMUM_ENDED = 64
# Of all ended tasks together, in units of what one stream may hold.
_MAXIMUM_KEPT_STREAMS = 16


class KeptOutput(Sink):
    def __init__(self, room: int) -> None:
        super().__init__(room)
        self.data = bytearray()

    def keep(self, data: bytes) -> None:
        self.data += data


class Task:
    """A command that runs on while its output is kept here."""

    def __init__(self, session: Session, command: str, seconds: float) -> None:
        self.id = str(uuid.uuid4())
        self.status = 'submitted'
        self.stdout = KeptOutput(session.settings.limits.output_bytes)
        self.stderr = KeptOutput(session.settings.limits.output_bytes)
        self.stoppers: List[Call] = []
        self._seconds = seconds
        self._exit_code: Optional[int] = None
        self._process = ShellProcess(session, command, self.stdout, self.stderr, seconds, self._ended)

    @property
    def running(self) -> bool:
        return self._exit_code is None

    @property
    def size(self) -> int:
        return len(self.stdout.data) + len(self.stderr.data)

    def stop(self, call: Call) -> None:
        """Answers once it has ended."""
        self.stoppers.append(call)
        if len(self.stoppers) == 1:
            self._process.stop(signal.SIGTERM)

    def answer(self, call: Call) -> None:
        task: Dict[str, Any] = {
            'id': self.id,
            'status': self.status,
            'seconds': self._process.seconds,
            'stdoutDropped': self.stdout.dropped,
            'stderrDropped': self.stderr.dropped,
            'stdoutSize': len(self.stdout.data),
        }
        if self._exit_code is not None:
            task['exitCode'] = self._exit_code
        # Copies: the buffers grow while they wait to be sent.
        call.reply({'task': task}, [bytes(self.stdout.data), bytes(self.stderr.data)])
        if self.status == 'submitted':
            self.status = 'working'

    def _ended(self, exit_code: int, early: Optional[str]) -> None:
        self._exit_code = exit_code
        if early == ON_TIME:
            self.stderr.take(f'The command was ended: it took longer than {self._seconds:g} s.\n'.encode())
            self.status = 'failed'
        elif early is not None:
            self.status = 'canceled'
        else:
            self.status = 'completed' if exit_code == 0 else 'failed'
        stoppers, self.stoppers = self.stoppers, []
        for call in stoppers:
            self.answer(call)


class Tasks:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._tasks: Dict[str, Task] = {}

    def start(self, call: Call, fields: Dict[str, Any]) -> None:
        running = sum(task.running for task in self._tasks.values())
        if running >= _MAXIMUM_RUNNING:
            call.refuse(f'{running} commands run in the background already, which is as many as may. Stop one first.')
            return
        seconds = seconds_of(fields, self._session.settings.limits.task_seconds)
        try:
            task = Task(self._session, text_of(fields, 'command'), seconds)
        except (OSError, ValueError) as problem:
            call.refuse(start_problem(self._session, 'The command', problem))
            return
        self._forget_old()
        self._tasks[task.id] = task
        task.answer(call)

    def get(self, call: Call, fields: Dict[str, Any]) -> None:
        task = self._find(call, fields)
        if task is not None:
            task.answer(call)

    def stop(self, call: Call, fields: Dict[str, Any]) -> None:
        task = self._find(call, fields)
        if task is not None and task.running:
            task.stop(call)
        elif task is not None:
            call.refuse(f'Task {task.id} has ended already: it is {task.status}.')

    def _find(self, call: Call, fields: Dict[str, Any]) -> Optional[Task]:
        task = self._tasks.get(text_of(fields, 'id'))
        if task is None:
            call.refuse(f'Task {text_of(fields, "id")} not found.')
        return task

    def _forget_old(self) -> None:
        """The oldest first, as soon as ended tasks are too many or hold too much."""
        ended = [task for task in self._tasks.values() if not task.running]
        kept = sum(task.size for task in ended)
        may_keep = _MAXIMUM_KEPT_STREAMS * self._session.settings.limits.output_bytes
        for count, task in enumerate(ended):
            if len(ended) - count < _MAXIMUM_ENDED and kept <= may_keep:
                return
            kept -= task.size
            del self._tasks[task.id]
