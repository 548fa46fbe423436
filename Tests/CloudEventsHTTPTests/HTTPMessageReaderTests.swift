import CloudEvents
import CloudEventsHTTP
import CloudEventsTesting
import Testing

@Suite struct HTTPMessageReaderTests {
  /// The bodies of all messages in some bytes.
  static func bodies(_ text: String) throws -> [String] {
    var reader = HTTPMessageReader(utf8(text))
    var bodies: [String] = []
    while let message = try reader.next() {
      bodies.append(String(decoding: message.bytes[message.body.range], as: UTF8.self))
    }
    return bodies
  }

  @Test(arguments: [
    ("", []), ("\r\n\n", []),
    ("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi", ["hi"]),
    ("\r\nPOST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi\r\n\r\nGET / HTTP/1.1\r\n\r\n", ["hi", ""]),
    (
      "POST / HTTP/1.1\nContent-Length: 2\nContent-Length: 2\n\nhiPOST / HTTP/1.1\nContent-Length: 0\n\n",
      ["hi", ""]
    ),
    ("HTTP/1.1 200 OK\r\n\r\neverything\r\n", ["everything\r\n"]),
    (
      "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
      ["", "", "x"]
    ),
    ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", ["", ""]),
    ("POST / HTTP/1.1\r\n\r\n{\"a\":1}", ["{\"a\":1}"]),
    ("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n", ["", ""]),
    (
      "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: v\r\n\r\nGET / HTTP/1.1\r\n\r\n",
      ["abc0123456789", ""]
    ),
    ("POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n1\na\n0\n\n", ["a"]),
  ])
  func `messages follow each other`(text: String, bodies: [String]) throws {
    #expect(try Self.bodies(text) == bodies)
  }

  @Test(arguments: [
    ("hello\r\n\r\n", HTTPHeadError(.badStartLine, line: 1)),
    ("POST /\r\n\r\n", .init(.badStartLine, line: 1)),
    ("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi\r\nrubbish\r\n", .init(.badStartLine, line: 5)),
    ("\n\nPOST / HTTP/1.1\r\nbad\r\n\r\n", .init(.noFieldName, line: 4)),
    ("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhi", .init(.truncatedBody, line: 3)),
    ("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", .init(.badLength, line: 3)),
    ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", .init(.badLength, line: 3)),
    ("POST / HTTP/1.1\r\nContent-Length: \r\n\r\n", .init(.badLength, line: 3)),
    ("POST / HTTP/1.1\r\nContent-Length: 9223372036854775808\r\n\r\n", .init(.badLength, line: 3)),
    ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nhi", .init(.badLength, line: 4)),
    (
      "POST / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      .init(.badLength, line: 4)
    ),
    ("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", .init(.badCoding, line: 3)),
    ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", .init(.badChunk, line: 4)),
    ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab\r\n0\r\n\r\n", .init(.badChunk, line: 4)),
    (
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3x\r\nabc\r\n0\r\n\r\n", .init(.badChunk, line: 4)
    ),
    ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", .init(.badChunk, line: 4)),
    ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", .init(.badChunk, line: 4)),
  ])
  func `a broken message is refused with its line, counted from the start`(text: String, error: HTTPHeadError)
  {
    #expect(throws: error) { try Self.bodies(text) }
    #expect(!error.description.isEmpty)
  }

  @Test func `many messages take no longer than their number`() throws {
    let one = "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi\r\n"
    #expect(try Self.bodies(String(repeating: one, count: 20_000)).count == 20_000)
  }

  @Test func `no changed message crashes, whole or cut`() {
    var generator = SeededGenerator(seed: 5)
    let seeds = [
      "POST /a HTTP/1.1\r\nce-id: a%20b\r\nce-type: \"q\\\"\"\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 204 No\r\n\r\n",
      "POST / HTTP/1.1\nTransfer-Encoding: chunked\ncontent-type: application/cloudevents+json\n\n5;a=b\n{\"id\"\n4\n:\"1\"\n1\n}\n0\nT: x\n\n",
      "HTTP/1.1 200 OK\r\nContent-Type: application/cloudevents-batch+json\r\nce-id: 1\r\n\r\n[{\"specversion\":\"1.0\"}]",
    ]
    let binding = HTTPBinding()
    for round in 0..<3000 {
      var bytes = utf8(seeds[round % 3])
      if round % 4 == 0 {
        bytes = Array(bytes.prefix(round / 12))
      } else {
        bytes = bytes.mutated(using: &generator)
      }
      var reader = HTTPMessageReader(bytes)
      while let message = try? reader.next() {
        message.bytes.withUnsafeBytes { bytes in
          let decoded = binding.decode(message.head, body: message.body, in: bytes)
          for event in decoded.events { _ = event.event(in: bytes) }
        }
      }
      _ = try? binding.events(in: bytes)
    }
  }
}
