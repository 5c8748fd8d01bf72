import sys
import types
from typing import Optional

from . import interactive_shell
from .plain_traceback import plain_traceback

_MAXIMUM = 64 << 10
_KEPT_AT_END = 16 << 10


def report(error: BaseException, module: types.ModuleType) -> None:
    """Writes what went wrong to stderr, as IPython does."""
    traceback = _in_cells(error.__traceback__)
    text: Optional[str] = None
    if interactive_shell.available():
        try:
            text = _by_shell(error, traceback, module)
        except BaseException:
            # IPython runs code of the error itself, such as its `__str__`. The plain format is careful.
            text = None
    if text is None:
        text = plain_traceback(error, traceback)
    sys.stdout.flush()
    print(_shortened(text.rstrip('\n')), file=sys.stderr)


def _by_shell(error: BaseException, traceback: Optional[types.TracebackType], module: types.ModuleType) -> str:
    shell = interactive_shell.shell_for(module)
    if isinstance(error, SyntaxError) and traceback is None:
        lines = shell.SyntaxTB.structured_traceback(type(error), error, [])
        return shell.SyntaxTB.stb2text(lines)
    lines = shell.InteractiveTB.structured_traceback(type(error), error, traceback, tb_offset=0)
    return shell.InteractiveTB.stb2text(lines)


def _in_cells(traceback: Optional[types.TracebackType]) -> Optional[types.TracebackType]:
    """Without the frames of this package, through which cells are run."""
    while traceback is not None and traceback.tb_frame.f_code.co_filename not in interactive_shell.number_of_cell:
        traceback = traceback.tb_next
    return traceback


def _shortened(text: str) -> str:
    if len(text) <= _MAXIMUM:
        return text
    left_out = len(text) - _MAXIMUM
    return f'{text[:_MAXIMUM - _KEPT_AT_END]}\n... {left_out} characters left out ...\n{text[-_KEPT_AT_END:]}'
