import __future__

import ast
import builtins
import inspect
import linecache
import sys
import types
from typing import Any, Optional

from . import interactive_shell
from .awaiting import Awaiting
from .tracebacks import report

_FUTURE_FLAGS = 0
for _name in __future__.all_feature_names:
    _FUTURE_FLAGS |= getattr(__future__, _name).compiler_flag


class Interpreter:
    """A namespace, and the code that ran in it."""

    def __init__(self) -> None:
        self._awaiting = Awaiting()
        self._clear()
        interactive_shell.offer_display()

    def run(self, code: str, number: int, clear: bool) -> int:
        """The exit code of the cell."""
        if clear:
            self._clear()
        try:
            self._execute(code, number)
            return 0
        except SystemExit as exit:
            return _exit_code(exit)
        except BaseException as error:
            report(error, self._module)
            return 1

    def _clear(self) -> None:
        # What pickle and multiprocessing look classes and functions up in.
        self._module = types.ModuleType('__main__')
        self._module.__dict__['__builtins__'] = builtins
        sys.modules['__main__'] = self._module
        self._flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        interactive_shell.forget()

    def _execute(self, code: str, number: int) -> None:
        # As IPython names cells: libraries know it.
        name = f'<ipython-input-{number}-{hash(code) & 0xffffffffffff:012x}>'
        interactive_shell.number_of_cell[name] = number
        _remember(name, code)
        tree = self._parse(code, name)
        shown: Optional[ast.Expr] = None
        if tree.body and isinstance(tree.body[-1], ast.Expr) and not code.rstrip().endswith(';'):
            shown = tree.body.pop()
        if tree.body:
            self._evaluate(tree, name, 'exec')
        if shown is not None:
            sys.displayhook(self._evaluate(ast.Expression(shown.value), name, 'eval'))

    def _parse(self, code: str, name: str) -> ast.Module:
        flags = self._flags | ast.PyCF_ONLY_AST
        try:
            return compile(code, name, 'exec', flags, True)
        except SyntaxError:
            transformed = interactive_shell.transform(code, self._module)
            if transformed is None:
                raise
        _remember(name, transformed)
        return compile(transformed, name, 'exec', flags, True)

    def _evaluate(self, tree: ast.AST, name: str, mode: str) -> Any:
        code = compile(tree, name, mode, self._flags, True)
        # `from __future__ import annotations` holds for later cells too.
        self._flags |= code.co_flags & _FUTURE_FLAGS
        result = eval(code, self._module.__dict__)
        return self._awaiting.result(result) if code.co_flags & inspect.CO_COROUTINE else result


def _remember(name: str, code: str) -> None:
    """Tracebacks and `inspect` find the source here."""
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)


def _exit_code(exit: SystemExit) -> int:
    if exit.code is None:
        return 0
    if isinstance(exit.code, int):
        return exit.code & 255
    print(exit.code, file=sys.stderr)
    return 1
