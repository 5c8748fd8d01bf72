"""Runs an agent on file descriptor 3, with settings from its arguments, outside of any sandbox."""
import json
import os
import resource
import socket
import sys
from typing import Any, Dict

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'python'))

from agentcore_sandbox.agent.main import run_agent  # noqa: E402
from agentcore_sandbox.settings import AgentSettings, Limits  # noqa: E402


def announce_confined() -> None:
    os.environ['CONFINED'] = 'yes'


def main(given: Dict[str, Any]) -> None:
    largest_file = given.pop('largestFile')
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    limits = Limits.of(given.pop('limits'))
    confine = announce_confined if given.pop('confined') else None
    run_agent(socket.socket(fileno=os.dup(3)), AgentSettings(limits=limits, confine_cell=confine, **given))


main(json.loads(sys.argv[1]))
