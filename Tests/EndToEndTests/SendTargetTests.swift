import Foundation
import Testing

/// `send` by other ways than straight to a listener of our own: proxies, TLS, receivers that answer events.
@Suite(.serialized) struct SendTargetTests {
  private let directory: TemporaryDirectory
  private static let event = ["--type", "t", "--source", "/s"]

  init() throws { directory = try TemporaryDirectory() }

  @Test(.enabled(if: Program.exists("python3")), arguments: [("", "POST http://"), ("127.0.0.1", "POST /")])
  func `a proxy is used, but for hosts that have none`(exceptions: String, request: String) async throws {
    let script = """
      import socket
      server = socket.create_server(("127.0.0.1", 0)); print(server.getsockname()[1], flush=True)
      one = server.accept()[0]; text = b""
      while b"\\r\\n\\r\\n" not in text: text += one.recv(4096)
      print(text.split(b"\\r\\n")[0].decode(), flush=True)
      one.sendall(b"HTTP/1.1 202 Accepted\\r\\nContent-Length: 0\\r\\n\\r\\n")
      """
    // One server is the proxy as well as the target.
    let server = try Program(["python3", "-c", script])
    try await server.waitForLines(1)
    let address = "http://127.0.0.1:\(server.lines[0])"
    let sent = try await Program.run(
      ["send", address] + Self.event, environment: ["http_proxy": address, "NO_PROXY": exceptions])
    #expect(sent.status == 0, "\(sent.stderr)")
    try await server.waitForLines(2)
    #expect(server.lines[1].hasPrefix(request), "\(server.lines)")
  }

  @Test(.enabled(if: Program.exists("python3") && Program.exists("openssl")))
  func `a certificate must be trusted, or trust be given up`() async throws {
    let (key, certificate) = (directory.file("key"), directory.file("cert"))
    let made = try await Program([
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", key, "-out", certificate,
      "-days", "2",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
    ]).outcome()
    #expect(made.status == 0, "\(made.stderr)")
    let script = """
      import http.server, ssl
      class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def do_POST(self):
          self.rfile.read(int(self.headers.get("Content-Length", 0)))
          self.send_response(202); self.send_header("Content-Length", "0"); self.end_headers()
        def log_message(self, *all): pass
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain("\(certificate)", "\(key)")
      server.socket = context.wrap_socket(server.socket, server_side=True)
      print(server.server_port, flush=True); server.serve_forever()
      """
    let server = try Program(["python3", "-c", script])
    try await server.waitForLines(1)
    let send = ["send", "https://localhost:\(server.lines[0])"] + Self.event
    for (options, status) in [
      ([], 69), (["--insecure"], 0), (["-k"], 0), (["--tls-ca", certificate], 0), (["--tls-ca", key], 66),
      (["--tls-ca", directory.file("none")], 66), (["--tls-key", key], 64),
    ] as [([String], Int32)] {
      let sent = try await Program.run(send + options)
      #expect(sent.status == status, "\(options): \(sent.stderr)")
    }
  }

  @Test(.enabled(if: Program.exists("python3"))) func `an event in an answer is shown`() async throws {
    let (receiver, address) = try await CheckTests.receiver(
      200, fields: ["ce-specversion": "1.0", "ce-id": "a%20b", "ce-source": "/r", "ce-type": "reply"])
    let sent = try await Program.run(["send", address] + Self.event)
    #expect(
      sent.lines.last == #"{"specversion":"1.0","id":"a b","source":"/r","type":"reply"}"#, "\(sent.text)")
    let record = try await Program.run(["send", address, "--output", "record"] + Self.event)
    #expect(try JSON(record.text)["events"][0]["id"].string == "a b")
    _ = try await receiver.end(signal: SIGKILL)
  }

  @Test func `many messages end with how long their answers took`() async throws {
    let listener = try await ListeningProgram.start(["--output", "none"])
    let sent = try await Program.run(
      ["send", listener.address, "--repeat", "50", "--rate", "500", "--output", "none"] + Self.event)
    #expect(sent.status == 0 && sent.text.isEmpty)
    #expect(sent.stderr.contains("50 of 50 sent, 50 accepted"))
    #expect(sent.stderr.firstMatch(of: /latency p50 [0-9.]+ ms, p90 [0-9.]+ ms, p99 .*max [0-9.]+ ms/) != nil)
    #expect(!sent.stderr.contains("\u{1b}"))
    _ = try await listener.end()
  }
}
