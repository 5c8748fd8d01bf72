import linecache
import types
from typing import Iterator, List, Optional, Set, Tuple

from . import interactive_shell

_WIDTH = 75
_GUTTER = 7
_LINES_AROUND = 2
_FRAMES_AT_EACH_END = 10
_MAXIMUM_MESSAGE = 16 << 10
_MAXIMUM_CHAIN = 10
_CAUSE = '\nThe above exception was the direct cause of the following exception:\n'
_CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n'

Traceback = Optional[types.TracebackType]


def plain_traceback(error: BaseException, traceback: Traceback) -> str:
    """The shape of IPython's, for where that is not installed or fails."""
    if isinstance(error, SyntaxError) and traceback is None:
        return _syntax_error(error)
    parts = ['-' * _WIDTH]
    for current, link in _chain(error):
        name = type(current).__name__
        parts.append(name + 'Traceback (most recent call last)'.rjust(_WIDTH - len(name)))
        parts += _frames(traceback if current is error else current.__traceback__)
        parts.append(_message(current))
        if link is not None:
            parts.append(link)
    return '\n'.join(parts)


def _chain(error: BaseException) -> Iterator[Tuple[BaseException, Optional[str]]]:
    """From the first exception to the last, each with what leads to the next."""
    links: List[Tuple[BaseException, Optional[str]]] = [(error, None)]
    seen: Set[int] = {id(error)}
    while len(links) < _MAXIMUM_CHAIN:
        current = links[-1][0]
        if current.__cause__ is not None:
            before, link = current.__cause__, _CAUSE
        elif current.__context__ is not None and not current.__suppress_context__:
            before, link = current.__context__, _CONTEXT
        else:
            break
        if id(before) in seen:
            break
        seen.add(id(before))
        links.append((before, link))
    return reversed(links)


def _frames(traceback: Traceback) -> Iterator[str]:
    frames: List[Tuple[types.CodeType, int]] = []
    while traceback is not None:
        frames.append((traceback.tb_frame.f_code, traceback.tb_lineno))
        traceback = traceback.tb_next
    left_out = len(frames) - 2 * _FRAMES_AT_EACH_END
    for at, (code, line) in enumerate(frames):
        if left_out <= 0 or not _FRAMES_AT_EACH_END <= at < _FRAMES_AT_EACH_END + left_out:
            yield _frame(code, line)
        elif at == _FRAMES_AT_EACH_END:
            yield f'    [... {left_out} frames left out ...]\n'


def _frame(code: types.CodeType, line: int) -> str:
    function = '' if code.co_name == '<module>' else f', in {code.co_name}({", ".join(_arguments(code))})'
    number = interactive_shell.number_of_cell.get(code.co_filename)
    if number is None:
        head = f'File {code.co_filename}:{line}{function}'
    else:
        head = f'Cell In[{number}], line {line}{function}'
    return '\n'.join([head, *_lines(code.co_filename, line), ''])


def _arguments(code: types.CodeType) -> Tuple[str, ...]:
    return code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]


def _lines(file: str, line: int) -> Iterator[str]:
    """Blank lines are no context."""
    source = linecache.getlines(file)
    numbers = [number for number, text in enumerate(source, 1) if text.strip() or number == line]
    if line in numbers:
        at = numbers.index(line)
        for number in numbers[max(0, at - _LINES_AROUND):at + _LINES_AROUND + 1]:
            mark = f'> {number}'.rjust(_GUTTER, '-') if number == line else str(number).rjust(_GUTTER)
            yield f'{mark} {source[number - 1].rstrip()}'.rstrip()


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except BaseException:
        text = '<exception str() failed>'
    if len(text) > _MAXIMUM_MESSAGE:
        text = f'{text[:_MAXIMUM_MESSAGE]}... {len(text) - _MAXIMUM_MESSAGE} characters left out'
    notes = [note for note in getattr(error, '__notes__', []) if isinstance(note, str)]
    return '\n'.join([f'{type(error).__name__}: {text}' if text else type(error).__name__, *notes])


def _syntax_error(error: SyntaxError) -> str:
    number = interactive_shell.number_of_cell.get(str(error.filename))
    where = f'File {error.filename}:{error.lineno}' if number is None else f'Cell In[{number}], line {error.lineno}'
    lines = [f'  {where}']
    if error.text:
        text = error.text.rstrip('\n')
        stripped = text.lstrip()
        lines.append(f'    {stripped}')
        if error.offset is not None:
            lines.append(' ' * (4 + max(0, error.offset - 1 - (len(text) - len(stripped)))) + '^')
    lines.append(f'{type(error).__name__}: {error.msg}')
    return '\n'.join(lines)
