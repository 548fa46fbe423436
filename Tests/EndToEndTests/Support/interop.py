"""The Python SDK as a peer: `interop.py send binary|structured URL`, or `interop.py receive`.

`receive` prints the port that it listens on, then the event of one request as JSON.
"""

import http.server
import json
import sys
import urllib.request

from cloudevents.conversion import to_binary, to_structured
from cloudevents.http import CloudEvent, from_http


def send(mode, url):
    event = CloudEvent(
        {"id": "py-1", "type": "com.example.python", "source": "/python", "subject": "a subject"},
        {"n": 1, "text": "ügyfél 日本"},
    )
    headers, body = (to_binary if mode == "binary" else to_structured)(event)
    if mode == "binary":
        headers["content-type"] = "application/json"
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 202, answer.status


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        event = from_http(dict(self.headers.items()), body)
        print(json.dumps({**event.get_attributes(), "data": event.data}), flush=True)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def receive():
    server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
    print(server.server_address[1], flush=True)
    server.handle_request()


if sys.argv[1] == "send":
    send(*sys.argv[2:])
else:
    receive()
