"""What programs in a session get: each answer by name."""
import json
import os
import socket
import subprocess
import sys
import time
from typing import Callable, Dict, List

PYTHON = 'import urllib.request as u; print(u.urlopen({url!r}, timeout=20).read().decode())'


def run(command: List[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    return (done.stdout + done.stderr).strip()


def curl(*arguments: str) -> str:
    return run(['curl', '-sS', '--max-time', '20', *arguments])


def python(url: str) -> str:
    return run([sys.executable, '-c', PYTHON.format(url=url)]).splitlines()[-1]


def dial(address: str, port: int) -> str:
    try:
        socket.create_connection((address, port), 5).close()
        return 'connected'
    except OSError as error:
        return type(error).__name__


def abstract_socket() -> str:
    with socket.socket(socket.AF_UNIX) as attempt:
        try:
            attempt.connect('\0service-of-the-host')
            return 'connected'
        except OSError as error:
            return type(error).__name__


def tunnel(authority: str) -> socket.socket:
    connection = socket.create_connection(('127.0.0.1', 3128), 20)
    connection.sendall(f'CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n'.encode())
    return connection


def many_connections() -> str:
    """More than one session may have, to a server that never answers; then one that has to wait for its turn."""
    held = [tunnel('www.example.com:7') for _ in range(100)]
    answered = 0
    time.sleep(2)
    for connection in held:
        connection.setblocking(False)
        try:
            answered += connection.recv(4096).startswith(b'HTTP/1.1 200')
        except BlockingIOError:
            pass
    for connection in held:
        connection.close()
    return f'{answered}, then: {python("http://www.example.com/after")}'


def unread(size: int) -> str:
    """What is sent to someone who does not read is held up, not stored."""
    connection = tunnel('www.example.com:7')
    connection.recv(4096)
    connection.settimeout(1)
    sent = 0
    try:
        while sent < size:
            sent += connection.send(bytes(65536))
    except socket.timeout:
        pass
    connection.close()
    return 'held up' if sent < size else 'stored'


def report(environment: Dict[str, str], folder: str) -> None:
    certificate = f'{folder}/certificate.pem'
    os.environ.update(environment, SSL_CERT_FILE=certificate, CURL_CA_BUNDLE=certificate)
    large = f'{folder}/large'
    with open(large, 'wb') as file:
        file.truncate(20_000_000)
    checks: Dict[str, Callable[[], str]] = {
        'curl plain': lambda: curl('http://www.example.com/a'),
        'curl tls': lambda: curl('https://www.example.com/b'),
        'curl tunnel': lambda: curl('-p', 'http://www.example.com/c'),
        'curl address': lambda: curl('http://93.184.216.34/d'),
        'curl upload': lambda: curl('-H', 'Expect:', '--data-binary', f'@{large}', 'https://www.example.com/'),
        'python plain': lambda: python('http://www.example.com/e'),
        'python tls': lambda: python('https://www.example.com/f'),
        'host loopback': lambda: curl('-p', '--noproxy', '', 'http://127.0.0.1:8000/'),
        'host loopback plain': lambda: curl('--noproxy', '', 'http://2130706433:8000/'),
        'host link': lambda: curl('http://10.77.0.1:8000/'),
        'host public': lambda: curl('http://198.41.0.4:8000/'),
        'host public, down': lambda: curl('http://198.41.0.5:8000/'),
        'rebinding name': lambda: curl('http://rebinding.example.com:8000/'),
        'metadata': lambda: curl('http://169.254.169.254/latest/meta-data/'),
        'direct host loopback': lambda: dial('127.0.0.1', 8000),
        'direct internet': lambda: dial('93.184.216.34', 80),
        'abstract socket': abstract_socket,
        'no answer': lambda: curl('http://93.184.216.99/'),
        'many connections': many_connections,
        'unread': lambda: unread(64_000_000),
    }
    results = {}
    for name, check in checks.items():
        try:
            results[name] = check()
        except Exception as error:
            results[name] = f'failed: {error!r}'
    print(json.dumps(results), flush=True)
