import Foundation
import Testing

/// A message over a WebSocket, from the client through the record to whoever gets it next.
@Suite(.enabled(if: Program.exists("python3"), "python3 is not here"))
struct WebSocketFlowTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static let event = #"{"specversion":"1.0","id":"ws","source":"/s","type":"t","data":1.10}"#

  /// Sends one event over a WebSocket, and waits until the listener has closed the connection.
  private func send(to listener: ListeningProgram) async throws {
    let script = """
      import base64, os, socket, sys
      one = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
      one.sendall(b"GET /in HTTP/1.1\\r\\nHost: localhost\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
        b"Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: " + base64.b64encode(os.urandom(16)) +
        b"\\r\\nSec-WebSocket-Protocol: cloudevents.json\\r\\n\\r\\n")
      assert b" 101 " in one.recv(4096)
      body = sys.argv[2].encode(); mask = b"abcd"
      def frame(opcode, body):
        one.sendall(bytes([0x80 | opcode, 0x80 | len(body)]) + mask + bytes(x ^ mask[i % 4] for i, x in enumerate(body)))
      frame(1, body); frame(8, b"\\x03\\xe8")
      while one.recv(4096): pass
      """
    let port = try #require(listener.address.split(separator: ":").last)
    let outcome = try await Program(["python3", "-c", script, String(port), Self.event]).outcome()
    #expect(outcome.status == 0, "\(outcome.stderr)")
  }

  @Test func `it is recorded without a status, and keeps none when it is read again`() async throws {
    let file = directory.file("rec.ndjson")
    let listener = try await ListeningProgram.start(["--record", file, "--output", "record"])
    try await send(to: listener)
    let record = try #require(try await listener.end().events.first)
    #expect(record["status"].isNull && record["valid"].boolean == true)
    let again = try await Program.run(["convert", file, "--to", "records"])
    #expect(try again.events.map { $0["status"].isNull } == [true], "\(again.text)")
    #expect(try again.events.first?["body"].string == Self.event)
  }

  @Test func `it goes on, by a rule or in a replay, in structured mode with its bytes`() async throws {
    let peer = try await HTTPPeer.start("ok")
    let file = directory.file("rec.ndjson")
    let rules = try directory.write(
      "rules.toml", "[[rule]]\nforward = '\(peer.address)'\nrespond = { status = 429 }")
    let listener = try await ListeningProgram.start(
      ["--record", file, "--output", "none", "--rules", rules])
    try await send(to: listener)
    try await peer.waitForRequests(1)
    _ = try await listener.end()
    let replayed = try await Program.run(["replay", file, peer.address, "--speed", "max"])
    #expect(replayed.status == 0, "\(replayed.stderr)")
    for request in try await peer.waitForRequests(2) {
      #expect(request.method == "POST" && request.body == Array(Self.event.utf8))
      #expect(request.header("content-type") == ["application/cloudevents+json; charset=utf-8"])
      #expect(request.header("sec-websocket-key").isEmpty)
    }
  }
}
