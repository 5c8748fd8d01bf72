"""Servers at a public-looking address."""
import http.server
import os
import socketserver
import ssl
import subprocess
import threading

from namespaces import ip

ADDRESS = '93.184.216.34'


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f'the internet has {self.path}'.encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        left = size = int(self.headers['Content-Length'])
        while left:
            left -= len(self.rfile.read(min(left, 65536)))
        self.path = str(size)
        self.do_GET()

    def log_message(self, *arguments: object) -> None:
        pass


class Silent(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        threading.Event().wait()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256


def make_certificate(folder: str) -> None:
    subprocess.run(
        ['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
         '-subj', '/CN=test', '-addext', 'subjectAltName=DNS:www.example.com',
         '-keyout', f'{folder}/key.pem', '-out', f'{folder}/certificate.pem'],
        check=True, capture_output=True)


def serve(folder: str, ready: int) -> None:
    ip(f'address add {ADDRESS}/32 dev lo')
    ip('address add 10.77.0.2/30 dev net-there')
    ip('link set net-there up')
    plain, encrypted, silent = Server((ADDRESS, 80), Pages), Server((ADDRESS, 443), Pages), Server((ADDRESS, 7), Silent)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f'{folder}/certificate.pem', f'{folder}/key.pem')
    encrypted.socket = context.wrap_socket(encrypted.socket, server_side=True)
    for server in (plain, encrypted, silent):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    os.write(ready, b'.')
    threading.Event().wait()
