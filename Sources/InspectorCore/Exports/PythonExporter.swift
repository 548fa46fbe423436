/// A Python program that sends the messages, with nothing but the standard library.
public struct PythonExporter: Exporter {
  public let name = "python"
  public let title = "Python program"
  public let fileExtension = "py"

  public init() {}

  public var start: [UInt8] {
    Array(
      """
      import http.client
      import socket


      def send(method, url, headers, body):
          scheme, _, rest = url.partition("://")
          authority, _, path = rest.partition("/")
          if url.startswith("unix:"):
              connection = http.client.HTTPConnection("localhost")
              connection.sock = socket.socket(socket.AF_UNIX)
              connection.sock.connect(url.removeprefix("unix:"))
              path = ""
          elif scheme == "https":
              connection = http.client.HTTPSConnection(authority)
          else:
              connection = http.client.HTTPConnection(authority)
          connection.putrequest(method, "/" + path, skip_accept_encoding=True)
          for name, value in headers:
              connection.putheader(name, value)
          connection.putheader("Content-Length", str(len(body)))
          connection.endheaders(body)
          answer = connection.getresponse()
          print(answer.status, answer.reason, answer.read().decode(errors="replace"))



      """.utf8)
  }

  public var separator: [UInt8] { Array("\n".utf8) }

  public func item(_ message: ExportedMessage) -> [UInt8]? {
    var code = "send(\n    \(text(message.method)),\n    \(text(message.url)),\n    [\n"
    for (name, value) in message.fields {
      code += "        (\(text(name)), \(SourceLiteral.python(value))),\n"
    }
    return Array((code + "    ],\n    \(SourceLiteral.python(message.body)),\n)\n").utf8)
  }

  private func text(_ text: String) -> String { String(SourceLiteral.go(Array(text.utf8))) }
}
