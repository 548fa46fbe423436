"""The Python SDK as a peer.

    interop.py send binary|structured 1.0|0.3 URL     sends an event over HTTP
    interop.py receive                                prints the port that it listens on, then the event of one request
    interop.py encode kafka|amqp binary|structured    prints a message as JSON
    interop.py decode kafka|amqp                      reads a message as JSON, prints its event

Events are printed as a line of JSON: their attributes, and their data under "data".
"""

import base64
import datetime
import http.server
import json
import sys
import urllib.request

from cloudevents.core.bindings import amqp, kafka
from cloudevents.core.bindings import http as binding
from cloudevents.core.v03.event import CloudEvent as OldCloudEvent
from cloudevents.core.v1.event import CloudEvent


def sample(version="1.0"):
    attributes = {
        "id": "py-1", "type": "com.example.python", "source": "/python", "subject": 'a "subject" 100% größe 👍',
        "time": datetime.datetime(2018, 4, 5, 17, 31, 0, 250000, datetime.timezone.utc),
        "datacontenttype": "application/json", "specversion": version, "partitionkey": "key-1",
    }
    data = {"n": 1, "text": "ügyfél 日本"}
    return OldCloudEvent(attributes, data) if version == "0.3" else CloudEvent(attributes, data)


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def tell(event):
    attributes = {name: plain(value) for name, value in event.get_attributes().items()}
    print(json.dumps({**attributes, "data": plain(event.get_data())}), flush=True)


def send(mode, version, url):
    message = (binding.to_binary_event if mode == "binary" else binding.to_structured_event)(sample(version))
    request = urllib.request.Request(url, data=message.body, headers=message.headers, method="POST")
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 202, answer.status


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        tell(binding.from_http_event(binding.HTTPMessage(dict(self.headers.items()), body)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def receive():
    server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
    print(server.server_address[1], flush=True)
    server.handle_request()


def encode(protocol, mode):
    module = {"kafka": kafka, "amqp": amqp}[protocol]
    message = (module.to_binary_event if mode == "binary" else module.to_structured_event)(sample())
    if protocol == "kafka":
        headers = {name: plain(value) for name, value in message.headers.items()}
        print(json.dumps({"key": message.key, "headers": headers, "body": plain(message.value)}))
    else:
        headers = {**message.application_properties, **message.properties}
        print(json.dumps({"headers": headers, "body": plain(message.application_data)}))


def decode(protocol):
    message = json.load(sys.stdin)
    headers, body = message["headers"], base64.b64decode(message["body"])
    if protocol == "kafka":
        headers = {name: base64.b64decode(value) for name, value in headers.items()}
        tell(kafka.from_kafka_event(kafka.KafkaMessage(headers, message["key"], body)))
    else:
        properties = {"content-type": headers.pop("content-type")}
        tell(amqp.from_amqp_event(amqp.AMQPMessage(properties, headers, body)))


{"send": send, "receive": receive, "encode": encode, "decode": decode}[sys.argv[1]](*sys.argv[2:])
