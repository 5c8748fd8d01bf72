import os
import socket
import sys
from typing import NoReturn

from ..settings import AgentSettings
from .cell_stream import CellStream
from .fresh_process import become_fresh, open_streams
from .interpreter import Interpreter
from .interrupts import raise_interrupts, swallow_interrupts


def run_python_cell(channel: socket.socket, settings: AgentSettings) -> NoReturn:
    """Runs cells in a namespace that lasts, until the agent closes the channel."""
    try:
        become_fresh(settings)
        _serve(CellStream(channel))
    except BaseException as problem:
        text = f'The Python process cannot go on: {type(problem).__name__}: {problem}\n'
        os.write(2, text.encode('utf-8', 'replace'))
    finally:
        os._exit(70)


def _serve(stream: CellStream) -> NoReturn:
    swallow_interrupts()
    interpreter = Interpreter()
    while True:
        cell = stream.next()
        if cell is None:
            os._exit(0)
        _mend_streams()
        try:
            raise_interrupts()
            exit_code = interpreter.run(cell['code'], cell['number'], cell['clear'])
        except KeyboardInterrupt:
            exit_code = 1
        finally:
            swallow_interrupts()
        _flush()
        stream.answer(cell['nonce'], exit_code)


def _mend_streams() -> None:
    """Code may have closed them."""
    if any(getattr(stream, 'closed', True) for stream in (sys.stdin, sys.stdout, sys.stderr)):
        open_streams()


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:
            # Closed, or replaced by something that is no stream.
            continue
