"""Starts the machines, runs sessions and prints what they got as JSON lines.

`main.py NODE PROXY-BUNDLE PACKAGE-FOLDER FOLDER`
"""
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Callable

node, bundle, package, folder = sys.argv[1:]
sys.path[:0] = [package, os.path.dirname(os.path.abspath(__file__))]

import internet  # noqa: E402
import session  # noqa: E402
from agentcore_sandbox.relay import attach_relay, start_relay  # noqa: E402
from namespaces import ip, link_is_there, start_machine  # noqa: E402

NAMES = {'www.example.com': [internet.ADDRESS], 'rebinding.example.com': ['127.0.0.1']}
RELAY = f'{folder}/relay.sock'


def ordinary_session() -> None:
    # As an engine does: by a folder's descriptor, which works wherever the root is.
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    control, environment = attach_relay(f'/proc/self/fd/{descriptor}/relay.sock')
    os.close(descriptor)
    session.report(environment, folder)
    control.close()


def leaving_session() -> None:
    """Ends with a connection open."""
    control, _ = attach_relay(RELAY)
    assert session.tunnel('www.example.com:7').recv(100).startswith(b'HTTP/1.1 200')
    assert control.fileno() >= 0


def false_session() -> None:
    """Offers what is no listener."""
    for offered in (socket.socket(), open(os.devnull)):
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(RELAY)
            socket.send_fds(control, [b'L'], [offered.fileno()])
            control.recv(1)


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def readable_memory() -> str:
    """Of a relay and of an ordinary child, to their parent, which has no more capabilities than they."""
    program = f"""if True:
        import os, sys, time
        sys.path[:0] = [{package!r}]
        from agentcore_sandbox.relay import start_relay
        def readable(pid):
            try:
                open(f'/proc/{{pid}}/mem', 'rb').close()
                return True
            except PermissionError:
                return False
        relay = start_relay({folder!r} + '/unread.sock', 'none')
        child = os.fork()
        if child == 0:
            time.sleep(30)
        end = time.monotonic() + 5
        while readable(relay) and time.monotonic() < end:
            time.sleep(0.05)
        print('relay', readable(relay), 'child', readable(child))
        os.kill(child, 9)
    """
    command = ['setpriv', '--bounding-set=-all', '--inh-caps=-all', sys.executable, '-c', program]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def alive(pid: int) -> bool:
    try:
        with open(f'/proc/{pid}/stat') as file:
            return file.read().rsplit(')', 1)[1].split()[0] != 'Z'
    except FileNotFoundError:
        return False


def relay_of_a_dead_parent() -> bool:
    """Whether a relay outlives who started it."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.write(writing, str(start_relay(f'{folder}/other.sock', 'none')).encode())
        os._exit(0)
    pid = int(os.read(reading, 20))
    os.wait()
    return not within(5, lambda: not alive(pid))


internet.make_certificate(folder)
ip('link set lo up')
relay_outlives = relay_of_a_dead_parent()
ready, writing = os.pipe()
world = start_machine(lambda: internet.serve(folder, writing), 'net')
ip('address add 10.77.0.1/30 dev net-here')
ip('address add 198.41.0.4/32 dev net-here')
ip('link set net-here up')
# Down, and so in no list of interfaces; its address is still the machine's.
ip('link add unused type veth peer name unused-peer')
ip('address add 198.41.0.5/32 dev unused')
ip('route add 93.184.216.0/24 via 10.77.0.2')
os.read(ready, 1)
proxy = subprocess.Popen([node, bundle, f'{folder}/proxy.sock', json.dumps(NAMES)], stdout=subprocess.PIPE, text=True)
assert proxy.stdout is not None and proxy.stdout.readline() == 'listening\n'
relay = start_relay(RELAY, f'{folder}/proxy.sock')


def open_connections() -> int:
    proxy.send_signal(signal.SIGUSR2)
    return int(proxy.stdout.readline())


threading.Thread(target=http.server.HTTPServer(('0.0.0.0', 8000), internet.Pages).serve_forever, daemon=True).start()
abstract = socket.socket(socket.AF_UNIX)
abstract.bind('\0service-of-the-host')
abstract.listen()
try:
    codes = []
    for number, run in enumerate((false_session, leaving_session, ordinary_session)):
        codes.append(os.waitstatus_to_exitcode(os.waitpid(start_machine(run, f's{number}'), 0)[1]))
    print(json.dumps({
        'codes': codes,
        'namespaces are gone': within(10, lambda: not any(link_is_there(f's{number}') for number in range(3))),
        'connections are gone': within(15, lambda: open_connections() == 0),
        'relay is alive': alive(relay),
        'readable': readable_memory(),
        'relay outlives its parent': relay_outlives,
    }))
finally:
    for pid in (world, relay, proxy.pid):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
