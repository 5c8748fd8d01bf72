import secrets
import time
from collections import deque
from typing import Any, Callable, Deque, Dict, Optional

from .calls import Call
from .cell_process import CellEnds, CellProcess
from .commands import seconds_of, start_problem, text_of
from .deadlines import Deadline
from .session import Session
from .shell_process import GRACE_SECONDS, ON_REQUEST, ON_TIME

_WARM_UP_CELLS = 3
_EXIT_CODES = {ON_TIME: 124, ON_REQUEST: 130}


class RunningCell:
    def __init__(self, call: Call, seconds: float, deadline: Deadline) -> None:
        self.call = call
        self.nonce = secrets.token_hex(16)
        self.started = time.monotonic()
        self.seconds = seconds
        self.deadline = deadline
        self.stopped: Optional[str] = None


class Cells:
    """The cells of one runtime, one after the other, in one process for as long as that lives."""

    def __init__(
        self, session: Session, runtime: str, start: Callable[[CellEnds], int], takes_streams: bool = False,
    ) -> None:
        self._session = session
        self._runtime = runtime
        self._start = start
        self._takes_streams = takes_streams
        self._process: Optional[CellProcess] = None
        self._waiting: Deque[Call] = deque()
        self._requests: Dict[Call, Dict[str, Any]] = {}
        self._running: Optional[RunningCell] = None
        self._number = 0
        self._lost = False

    def run(self, call: Call, fields: Dict[str, Any]) -> None:
        text_of(fields, 'code')
        self._waiting.append(call)
        self._requests[call] = fields
        call.cancel = lambda: self._cancel(call)
        self._next()

    def prepare(self) -> None:
        """Starts the process. Raises OSError."""
        if self._process is None:
            self._process = CellProcess(
                self._session, self._start, self._replied, self._hung_up, self._exited, self._takes_streams,
            )

    def warm_up(self) -> None:
        """Starts the process and runs cells that do nothing, while nobody waits: the first one copies shared memory."""
        self.prepare()
        nothing = {'code': 'None', 'clear': False, 'number': 0}
        for _ in range(_WARM_UP_CELLS):
            if self._process is not None:
                # Its answers are dropped like any that nobody waits for.
                self._process.run({'nonce': secrets.token_hex(16), **nothing}, None, None)

    def _next(self) -> None:
        while self._running is None and self._waiting:
            call = self._waiting.popleft()
            fields = self._requests.pop(call)
            if self._process is not None and self._process.is_mute:
                # Code has closed its output: nothing would be seen of this cell, nor of any other.
                self._process.retire()
                self._process = None
                self._lost = True
            try:
                self.prepare()
            except OSError as problem:
                call.refuse(start_problem(self._session, self._runtime, problem))
                continue
            self._begin(call, fields)

    def _begin(self, call: Call, fields: Dict[str, Any]) -> None:
        seconds = seconds_of(fields, self._session.settings.limits.call_seconds)
        cell = RunningCell(call, seconds, self._session.loop.later(seconds, lambda: self._stop(cell, ON_TIME)))
        self._running = cell
        self._number += 1
        if self._lost:
            call.note(f'The {self._runtime} process ended between cells: variables are lost, files remain.')
            self._lost = False
        if self._process is not None:
            self._process.run(
                {
                    'nonce': cell.nonce,
                    'code': fields['code'],
                    'language': fields.get('language'),
                    'clear': fields.get('clear') is True,
                    'number': self._number,
                },
                call.stdout,
                call.stderr,
            )

    def _cancel(self, call: Call) -> None:
        if self._running is not None and self._running.call is call:
            self._stop(self._running, ON_REQUEST)
        elif call in self._requests:
            self._waiting.remove(call)
            del self._requests[call]
            call.note('Execution was canceled before it began.')
            call.finish(_EXIT_CODES[ON_REQUEST], 0.0, ON_REQUEST)

    def _stop(self, cell: RunningCell, why: str) -> None:
        if cell is not self._running or cell.stopped is not None or self._process is None:
            return
        cell.stopped = why
        cell.deadline.cancel()
        self._process.interrupt()
        cell.deadline = self._session.loop.later(GRACE_SECONDS, lambda: self._kill(cell))

    def _kill(self, cell: RunningCell) -> None:
        if cell is self._running and self._process is not None:
            self._process.kill()

    def _replied(self, process: CellProcess, reply: Dict[str, Any]) -> None:
        cell = self._running
        nonce, exit_code = reply.get('nonce'), reply.get('exitCode')
        # Without the nonce of this cell it is made up, or an answer from ahead of its time.
        if cell is None or process is not self._process or not isinstance(nonce, str) or nonce != cell.nonce:
            return
        if not isinstance(exit_code, int):
            exit_code = 1
        process.detach()
        if cell.stopped is not None:
            cell.call.note(f'{_reason(cell)} Variables are kept.')
        if reply.get('last') is True:
            # It does not take another cell: one that is waiting must not be sent to it.
            self._process = None
            process.retire()
        self._finish(cell, exit_code & 255)

    def _hung_up(self, process: CellProcess) -> None:
        if self._running is not None:
            # How it ended is told once it is reaped.
            process.kill()
        elif process is self._process:
            self._process = None
            self._lost = True
            process.retire()

    def _exited(self, process: CellProcess, exit_code: int) -> None:
        if process is not self._process:
            return
        self._process = None
        cell = self._running
        if cell is None:
            self._lost = True
        else:
            how = _how(exit_code) if cell.stopped is None else ''
            lost = f'The {self._runtime} process ended{how}: variables are lost, files remain.'
            cell.call.note(f'{_reason(cell)} {lost}'.lstrip())
            self._finish(cell, exit_code, 'killed')

    def _finish(self, cell: RunningCell, exit_code: int, end: Optional[str] = None) -> None:
        self._running = None
        cell.deadline.cancel()
        seconds = time.monotonic() - cell.started
        if cell.stopped is None:
            cell.call.finish(exit_code, seconds, end)
        else:
            cell.call.finish(_EXIT_CODES[cell.stopped], seconds, cell.stopped)
        self._next()


def _reason(cell: RunningCell) -> str:
    if cell.stopped == ON_TIME:
        return f'Execution was stopped: it took longer than {cell.seconds:g} s.'
    return '' if cell.stopped is None else 'Execution was canceled.'


def _how(exit_code: int) -> str:
    if exit_code == 137:
        return ' (killed, perhaps because memory ran out)'
    return f' by signal {exit_code - 128}' if exit_code > 128 else f' with exit code {exit_code}'
