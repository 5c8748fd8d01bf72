import gc
import io
import os
import random
import signal
import sys
import tempfile
import warnings

from .. import libc
from ..agent import signals
from ..settings import AgentSettings

# Of a Mersenne Twister, which numpy's global functions draw from.
_STATE_BYTES = 624 * 4
_KEY_BYTES = 32


def become_fresh(settings: AgentSettings) -> None:
    """Makes a fork of the agent what a program would find: signals, streams, environment, random numbers."""
    signals.restore_all()
    # As Python does when it starts: a write that fails is an exception.
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_IGN)
    os.chdir(settings.working_directory)
    os.environ.clear()
    os.environ.update(settings.environment)
    if settings.confine_cell is not None:
        settings.confine_cell()
    if sys.platform == 'linux':
        # Or /proc/self would be closed to the code's own process.
        libc.prctl(libc.PR_SET_DUMPABLE, 1)
    sys.argv = ['']
    package_parent = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.path[:] = ['', *(entry for entry in sys.path if entry not in ('', package_parent))]
    open_streams()
    draw_anew()
    accept_show()
    # It was found for another process, in another environment.
    tempfile.tempdir = None
    _renew_multiprocessing()
    gc.enable()


def open_streams() -> None:
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(open(0, 'rb', closefd=False), encoding='utf-8')
    sys.stdout = sys.__stdout__ = _writer(1, line_buffering=False)
    sys.stderr = sys.__stderr__ = _writer(2, line_buffering=True)


def draw_anew() -> None:
    """All forks would draw the same numbers otherwise."""
    random.seed()
    numpy = sys.modules.get('numpy')
    if numpy is not None:
        # Its own `seed` does the same by way of so much Python that each session would copy 300 kB for it.
        numpy.random.set_state(('MT19937', numpy.frombuffer(os.urandom(_STATE_BYTES), numpy.uint32), _STATE_BYTES // 4))


def _renew_multiprocessing() -> None:
    """Where it was imported before: its key would be that of all sessions, and its folder that of another process."""
    process = sys.modules.get('multiprocessing.process')
    if process is not None:
        setattr(process, 'ORIGINAL_DIR', os.getcwd())
        process.current_process().authkey = os.urandom(_KEY_BYTES)


def accept_show() -> None:
    """Where saving a figure is what is meant, it need not be said that Agg shows nothing."""
    warnings.filterwarnings('ignore', message='.*is non-interactive, and thus cannot be shown')


def _writer(descriptor: int, line_buffering: bool) -> io.TextIOWrapper:
    stream = open(descriptor, 'wb', closefd=False)
    return io.TextIOWrapper(stream, encoding='utf-8', errors='backslashreplace', line_buffering=line_buffering)
