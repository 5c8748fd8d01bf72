import signal
from typing import Any, Dict, Optional

from .calls import Call
from .session import Session
from .shell_process import ON_TIME, ShellProcess


def run_command(session: Session, call: Call, fields: Dict[str, Any]) -> None:
    seconds = seconds_of(fields, session.settings.limits.call_seconds)

    def ended(exit_code: int, early: Optional[str]) -> None:
        if early == ON_TIME:
            call.note(f'The command was ended: it took longer than {seconds:g} s.')
        elif early is not None:
            call.note('The command was canceled.')
        call.finish(exit_code, process.seconds, early)

    try:
        process = ShellProcess(session, text_of(fields, 'command'), call.stdout, call.stderr, seconds, ended)
    except (OSError, ValueError) as problem:
        call.refuse(start_problem(session, 'The command', problem))
        return
    call.cancel = lambda: process.stop(signal.SIGINT)


def seconds_of(fields: Dict[str, Any], at_most: float) -> float:
    seconds = fields.get('timeout')
    return min(float(seconds), at_most) if isinstance(seconds, (int, float)) and seconds > 0 else at_most


def text_of(fields: Dict[str, Any], name: str) -> str:
    text = fields.get(name)
    if not isinstance(text, str):
        raise ValueError(f'{name} must be a string')
    return text


def start_problem(session: Session, what: str, problem: Exception) -> str:
    if isinstance(problem, BlockingIOError):
        return (
            f'{what} cannot be started: the session has as many processes as it may, '
            f'{session.settings.limits.processes}. End some of them first.'
        )
    return f'{what} cannot be started: {getattr(problem, "strerror", None) or problem}.'
