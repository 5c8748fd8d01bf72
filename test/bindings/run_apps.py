"""Runs several apps in one process, because importing aws_cdk takes longer than all of them."""
import os
import runpy
import sys

for app in sys.argv[1:]:
    # As if it ran alone: with modules of its own beside it.
    sys.path.insert(0, os.path.dirname(app))
    runpy.run_path(app, run_name="__main__")
    del sys.path[0]
    sys.modules.pop("agents", None)
