import dataclasses
import gc
import os
import socket
import sys
import traceback
from typing import Callable, NoReturn

from ..settings import AgentSettings
from . import processes, signals
from .agent import Agent
from .forks import InForkedChild
from .frames import ProtocolError


def run_agent(channel: socket.socket, settings: AgentSettings) -> NoReturn:
    """Serves one session, until the service closes the channel. All processes of the session end with it."""
    # Collecting would copy the memory that is shared with the process that forked this one.
    gc.disable()
    signals.ignore_all()
    processes.become_trusted()
    os.chdir(settings.working_directory)
    run = _serve(channel, settings)
    # The agent's descriptors are closed here, and their numbers are others' by now: nothing may be finalised.
    gc.freeze()
    run()


def _serve(channel: socket.socket, settings: AgentSettings) -> Callable[[], NoReturn]:
    """Returns in forked children only, with what they are to run."""
    try:
        Agent(channel, dataclasses.replace(settings, token=''), lambda: _end(0)).serve(settings.token)
    except InForkedChild as child:
        return child.run
    except ProtocolError as problem:
        print(f'The agent ended, since it was sent {problem}.', file=sys.stderr)
        _end(1)
    except BaseException:
        traceback.print_exc(file=sys.stderr)
        _end(1)


def _end(exit_code: int) -> NoReturn:
    if os.getpid() != 1:
        processes.end_descendants()
    os._exit(exit_code)
