"""The relay for sessions that are spawned one by one; ends with its input.

Arguments: where it listens, and the socket of the proxy.
"""
import os
import signal
import sys

from .relay import start_relay


def main() -> None:
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    relay = start_relay(sys.argv[1], sys.argv[2])
    os.write(1, b'ready\n')
    os.close(1)
    while os.read(0, 4096):
        pass
    os.kill(relay, signal.SIGKILL)
    os.waitpid(relay, 0)
