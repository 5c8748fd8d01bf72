"""Runs what every session runs, before any of them is forked.

Python rewrites code while it warms up, and imports late. What has happened here is shared by all sessions: memory that
each would otherwise copy, and milliseconds of its first cell and first error.
"""
import builtins
import contextlib
import linecache
import os
import socket
import sys
import tempfile

from .agent.frames import REQUEST, frame, message, parse_message
from .agent.loop import Loop
from .agent.service_channel import ServiceChannel
from .cells import interactive_shell
from .cells.fresh_process import accept_show, draw_anew
from .cells.interpreter import Interpreter

# Code is rewritten for good when it has run eight times.
_ROUNDS = 10
_CELLS = ('x = 1\nx + 1', 'print(x)', 'x +', '1 / 0')


def rehearse(folder: str) -> None:
    """`folder` may be written to."""
    temporary, tempfile.tempdir = tempfile.tempdir, folder
    try:
        _run_cells()
        _serve_requests()
    finally:
        tempfile.tempdir = temporary


def _run_cells() -> None:
    main = sys.modules['__main__']
    with open(os.devnull, 'w') as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        interpreter = Interpreter()
        for number in range(_ROUNDS):
            for code in _CELLS:
                interpreter.run(code, number, False)
            draw_anew()
            accept_show()
    interactive_shell.forget()
    for name in interactive_shell.number_of_cell:
        linecache.cache.pop(name, None)
    interactive_shell.number_of_cell.clear()
    # What the last cell showed.
    builtins.__dict__.pop('_', None)
    sys.modules['__main__'] = main


def _serve_requests() -> None:
    near, far = socket.socketpair()
    loop = Loop()
    channel = ServiceChannel(
        loop, far, lambda call, payload: channel.reply(call, parse_message(payload)[0]), lambda: None,
    )
    for call in range(1, _ROUNDS + 1):
        near.sendall(b''.join(frame(REQUEST, call, message({'op': 'ping'}))))
        loop.run_once()
    # Whatever is finalised later, in a session, would close descriptors that are others' by then.
    for part in (near, far, loop):
        part.close()
