import os
import socket
from typing import Any, Callable, Dict, List, NoReturn

from ..cells.python_cell import run_python_cell
from ..settings import AgentSettings
from . import forks, processes
from .calls import Call
from .cell_process import CellEnds
from .cells import Cells
from .children import Children
from .commands import run_command
from .file_service import FileService
from .frames import ProtocolError, parse_message
from .loop import Loop
from .outputs import Leftovers
from .programs import Programs, expose_to_out_of_memory
from .service_channel import ServiceChannel
from .session import Session
from .tasks import Tasks


class Agent:
    """Gives each request to what serves it."""

    def __init__(self, connection: socket.socket, settings: AgentSettings, on_end: Callable[[], None]) -> None:
        self._loop = Loop()
        self._channel = ServiceChannel(self._loop, connection, self._requested, on_end)
        self._session = Session(settings, self._loop, Children(self._loop), Programs(settings), Leftovers())
        self._calls: Dict[int, Call] = {}
        self._tasks = Tasks(self._session)
        self._files = FileService(self._session)
        self._cells = self._cells_of_each_runtime()
        self._operations: Dict[str, Callable[[Call, Dict[str, Any]], None]] = {
            'exec': self._exec,
            'command': lambda call, fields: run_command(self._session, call, fields),
            'task_start': self._tasks.start,
            'task_get': self._tasks.get,
            'task_stop': self._tasks.stop,
            'cancel': self._cancel,
            'stats': self._stats,
            'ping': lambda call, _fields: call.reply({}),
        }

    def serve(self, token: str) -> NoReturn:
        self._channel.hello(token, os.getpid())
        if self._session.settings.prestart_python:
            self._prestart()
        while True:
            self._loop.run_once()

    def _requested(self, number: int, payload: bytes) -> None:
        if number in self._calls:
            raise ProtocolError(f'call {number} is open already')
        fields, _attached = parse_message(payload)
        call = Call(self._channel, number, self._session.settings.limits.output_bytes, self._calls.__delitem__)
        self._calls[number] = call
        name = fields.get('op')
        operation = self._operations.get(name) if isinstance(name, str) else None
        try:
            if name in FileService.OPERATIONS:
                self._files.serve(call, payload)
            elif operation is not None:
                operation(call, fields)
            else:
                raise ProtocolError(f'operation {name!r}')
        except (OSError, ValueError) as problem:
            # Short of processes, descriptors or memory: the session goes on, and may end what uses them up.
            if number in self._calls:
                call.refuse(str(problem))

    def _exec(self, call: Call, fields: Dict[str, Any]) -> None:
        runtime = fields.get('runtime')
        cells = self._cells.get(runtime) if isinstance(runtime, str) else None
        if cells is None:
            call.refuse(f'Runtime {runtime!r} is not available here, only {", ".join(self._cells)}.')
        else:
            cells.run(call, fields)

    def _cancel(self, call: Call, fields: Dict[str, Any]) -> None:
        canceled = self._calls.get(fields.get('call', -1))
        call.reply({})
        if canceled is not None and canceled.cancel is not None:
            canceled.cancel()

    def _stats(self, call: Call, _fields: Dict[str, Any]) -> None:
        count, memory = processes.usage()

        def answer(disk: int) -> None:
            call.reply({'processes': count, 'memoryBytes': memory, 'diskBytes': disk})

        self._files.measure(call, answer)

    def _prestart(self) -> None:
        try:
            self._cells['python'].warm_up()
        except OSError:
            # The first cell tries again, and has somebody to tell.
            pass

    def _cells_of_each_runtime(self) -> Dict[str, Cells]:
        settings = self._session.settings
        cells = {'python': Cells(self._session, 'Python', self._fork_python, takes_streams=True)}
        scripts = (('nodejs', 'Node.js', settings.node_command), ('deno', 'Deno', settings.deno_command))
        for runtime, name, command in scripts:
            if command is not None:
                cells[runtime] = Cells(self._session, name, self._starter_of(list(command)))
        return cells

    def _starter_of(self, command: List[str]) -> Callable[[CellEnds], int]:
        return lambda ends: self._session.programs.start(command, [ends.stdout, ends.stderr, ends.connection.fileno()])

    def _fork_python(self, ends: CellEnds) -> int:
        null = self._session.programs.null
        settings = self._session.settings
        pid = forks.fork(
            lambda: run_python_cell(ends.connection, settings),
            [null, ends.stdout, ends.stderr],
            ends.connection.fileno(),
        )
        expose_to_out_of_memory(pid)
        return pid
