import subprocess
import sys
import tempfile
import types
from typing import Any

from IPython import version_info
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config


class CellShell(InteractiveShell):
    """Magics and tracebacks of IPython. It runs no cells itself."""

    def enable_gui(self, gui: Any = None) -> None:
        """There is no display: `%matplotlib inline` needs no event loop."""

    def system(self, command: str) -> None:
        """`!command`, without the terminal that IPython would open for it."""
        sys.stdout.flush()
        expanded = self.var_expand(command, depth=1)
        self.user_ns['_exit_code'] = subprocess.call(['/bin/bash', '-c', expanded])


def make_shell(module: types.ModuleType) -> CellShell:
    config = Config()
    config.HistoryManager.enabled = False
    # Older ones know their color schemes by other names.
    config.InteractiveShell.colors = 'nocolor' if version_info[0] >= 9 else 'NoColor'
    config.InteractiveShell.xmode = 'Context'
    before = dict(module.__dict__)
    shell = CellShell.instance(
        config=config, user_module=module, user_ns=module.__dict__, ipython_dir=tempfile.mkdtemp(prefix='.ipython-'),
    )
    for name in [name for name in module.__dict__ if name not in before]:
        # `exit` would not raise SystemExit, `_` would hide the last value, `open` refuses what plain Python opens.
        if name != 'get_ipython':
            del module.__dict__[name]
    return shell
