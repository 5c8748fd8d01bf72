"""Plays the service to agents: gives each line of hexadecimal digits to one of its own, and tells how that ended."""
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'python'))

from agentcore_sandbox.agent.main import run_agent  # noqa: E402
from agentcore_sandbox.settings import AgentSettings, Limits  # noqa: E402

SECONDS_TO_END = 10.0
LIMITS = Limits(
    cpus=1, memory_bytes=2**28, disk_bytes=2**24, files=100, processes=50, output_bytes=1000, call_seconds=1,
    task_seconds=1,
)


def start(folder):
    near, far = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        near.close()
        settings = AgentSettings(token='t', limits=LIMITS, environment={}, working_directory=folder, roots=[folder])
        run_agent(far, settings)
    far.close()
    return pid, near


def give(near, data):
    """All of it, and that nothing follows. What the agent answers is dropped."""
    near.setblocking(False)
    if not data:
        near.shutdown(socket.SHUT_WR)
    deadline = time.monotonic() + SECONDS_TO_END
    while time.monotonic() < deadline:
        readable, writable, _ = select.select([near], [near] if data else [], [], 0.1)
        try:
            if readable and not near.recv(1 << 16):
                return
            if writable:
                data = data[near.send(data[:1 << 16]):]
                if not data:
                    near.shutdown(socket.SHUT_WR)
        except OSError:
            return


def ended(pid):
    """The agent's exit code, or why there is none."""
    deadline = time.monotonic() + SECONDS_TO_END
    while time.monotonic() < deadline:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return 'hangs'


def main():
    folder = os.path.realpath(tempfile.mkdtemp(prefix='fuzzed-agent-'))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        for line in sys.stdin:
            pid, near = start(folder)
            give(near, bytes.fromhex(line))
            print(json.dumps(ended(pid)), flush=True)
            near.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
