"""Imports that sessions share: done once, before any of them is forked."""
import gc
import importlib
import os
import sys
import threading
from typing import Iterable, List, Optional

# A thread does not survive a fork, and these libraries start as many as there are processors.
SINGLE_THREADED = {
    name: '1' for name in (
        'OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS', 'NUMEXPR_NUM_THREADS', 'VECLIB_MAXIMUM_THREADS',
    )
}


def preload(modules: Iterable[str], home: str, cache: str) -> List[str]:
    """What could not be imported, each with the reason. Libraries may write to `home`; `cache` lasts."""
    os.environ.update(SINGLE_THREADED)
    os.environ.update({'HOME': home, 'MPLBACKEND': 'Agg', 'MPLCONFIGDIR': _made(cache) or home})
    problems = []
    for module in modules:
        threads = _threads()
        try:
            importlib.import_module(module)
        except Exception as error:
            problems.append(f'{module}: {type(error).__name__}: {error}')
        if _threads() > threads:
            problems.append(f'{module}: it started {_threads() - threads} threads when imported, which no session has')
    _warm_matplotlib()
    return problems


def freeze() -> None:
    """Keeps what is there out of the collector, which would write to, and so copy, every page of it in each session."""
    gc.collect()
    gc.freeze()


def _threads() -> int:
    """Those of libraries, too, which Python does not know."""
    return len(os.listdir('/proc/self/task')) if sys.platform == 'linux' else threading.active_count()


def _warm_matplotlib() -> None:
    """The list of fonts is made when first used, which takes seconds."""
    pyplot = sys.modules.get('matplotlib.pyplot')
    if pyplot is not None:
        figure = pyplot.figure()
        figure.text(0, 0, 'a')
        figure.canvas.draw()
        pyplot.close(figure)
        # Fonts keep their files open. Closed in a session, they would take descriptors that are others' by then.
        fonts = getattr(sys.modules['matplotlib.font_manager'], '_get_font', None)
        if fonts is not None:
            fonts.cache_clear()


def _made(folder: str) -> Optional[str]:
    """The list of fonts is kept there, for the next start."""
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
