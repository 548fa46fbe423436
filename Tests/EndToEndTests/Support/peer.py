"""An HTTP peer that behaves as it is told; it prints its port, then a line of JSON for each request."""

import base64
import json
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

behaviour = sys.argv[1]
lock = threading.Lock()
count = 0


def tell(value):
    with lock:
        sys.stdout.write(json.dumps(value) + "\n")
        sys.stdout.flush()


class Peer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def handle_any(self):
        global count
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with lock:
            count += 1
            number = count
        tell({
            "method": self.command, "path": self.path, "at": time.time(),
            "headers": [[name, value] for name, value in self.headers.items()],
            "body": base64.b64encode(body).decode(),
        })
        if behaviour == "ok":
            self.answer(202)
        elif behaviour.isdigit():
            self.answer(int(behaviour))
        elif behaviour == "redirect":
            self.answer(307, [("Location", "http://127.0.0.1:%d/elsewhere" % server.server_port)])
        elif behaviour == "later":  # 429 with Retry-After first, then good.
            self.answer(429 if number == 1 else 202, [("Retry-After", "1")] if number == 1 else [])
        elif behaviour == "failing":  # 503 twice, then good.
            self.answer(503 if number <= 2 else 202)
        elif behaviour == "silent":
            time.sleep(600)
        elif behaviour == "endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass

    do_POST = do_PUT = do_GET = handle_any


if behaviour == "dead":
    # A port that nobody listens on.
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    tell({"port": holder.getsockname()[1]})
    time.sleep(600)
else:
    ThreadingHTTPServer.daemon_threads = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    tell({"port": server.server_port})
    server.serve_forever()
