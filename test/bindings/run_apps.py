"""Runs several apps in one process, because importing aws_cdk takes longer than all of them."""
import runpy
import sys

for app in sys.argv[1:]:
    runpy.run_path(app, run_name="__main__")
