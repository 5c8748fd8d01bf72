"""IPython, where it is installed: magics, its traceback format, `display`. Made when first needed."""
import builtins
import importlib.util
import sys
import types
from typing import Any, Dict, Optional

number_of_cell: Dict[str, int] = {}
"""File names of cells, to their numbers."""

_shell: Any = None


def available() -> bool:
    return 'IPython' in sys.modules or importlib.util.find_spec('IPython') is not None


def shell_for(module: types.ModuleType) -> Any:
    """IPython's shell, over the namespace of the cells."""
    global _shell
    if _shell is None:
        from .cell_shell import make_shell
        _shell = make_shell(module)
        # Shared: it finds the number of each cell of which it sees the file name.
        _shell.compile._filename_map = number_of_cell
    return _shell


def forget() -> None:
    """The namespace is a new one."""
    global _shell
    if _shell is not None:
        type(_shell).clear_instance()
        _shell = None


def transform(code: str, module: types.ModuleType) -> Optional[str]:
    """Plain Python for code with magics; None when there are none."""
    if not any(mark in code for mark in '%!?') or not available():
        return None
    transformed = shell_for(module).transform_cell(code)
    return None if transformed.rstrip('\n') == code.rstrip('\n') else transformed


def offer_display() -> None:
    """What notebooks have without importing it."""
    if not available():
        return

    def display(*objects: Any, **options: Any) -> Any:
        from IPython.display import display as show
        return show(*objects, **options)

    builtins.__dict__['display'] = display
