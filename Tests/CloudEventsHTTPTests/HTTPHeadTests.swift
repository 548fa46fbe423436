import CloudEvents
import CloudEventsHTTP
import Testing

@Suite struct HTTPHeadTests {
  @Test func `order, case, duplicates and bytes stay as they came`() throws {
    let message = "POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-A:1\r\nx-a:\t 2 \t\r\nEmpty:\r\nB: a:b\r\n\r\nbody"
    try Array(message.utf8).withUnsafeBytes { bytes in
      let head = try HTTPHead(bytes)
      let fields = head.fields.map {
        String(decoding: bytes[$0.name], as: UTF8.self) + "="
          + String(decoding: bytes[$0.value], as: UTF8.self)
      }
      #expect(fields == ["Host=x", "X-A=1", "x-a=2", "Empty=", "B=a:b"])
      #expect(head.method(in: bytes) == "POST")
      #expect(head.target(in: bytes) == "/a?b=c")
      #expect(head.status(in: bytes) == nil)
      #expect(head.length == bytes.count - 4)
      #expect(head.values("x-a", in: bytes).count == 2)
      #expect(head.first("x-a", in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) } == "1")
      #expect(head.first("missing", in: bytes) == nil)
    }
  }

  @Test func `a response has a status, and bare line feeds end lines`() throws {
    try Array("HTTP/1.1 202 Accepted\nA: b\n\n".utf8).withUnsafeBytes { bytes in
      let head = try HTTPHead(bytes)
      #expect(head.status(in: bytes) == 202)
      #expect(head.fields.count == 1)
    }
  }

  @Test(arguments: [
    ("", HTTPHeadError(.incomplete, line: 1)), ("GET / HTTP/1.1", .init(.incomplete, line: 1)),
    ("GET / HTTP/1.1\r\n", .init(.incomplete, line: 2)),
    ("GET / HTTP/1.1\r\nA: b\r\n", .init(.incomplete, line: 3)),
    ("GET / HTTP/1.1\r\nA\r\n\r\n", .init(.noFieldName, line: 2)),
    ("GET / HTTP/1.1\r\nA: b\r\n: c\r\n\r\n", .init(.noFieldName, line: 3)),
    ("GET / HTTP/1.1\r\nA : b\r\n\r\n", .init(.noFieldName, line: 2)),
    ("GET / HTTP/1.1\r\nA: b\r\n folded: c\r\n\r\n", .init(.noFieldName, line: 3)),
    ("GET / HTTP/1.1\r\nÄ: b\r\n\r\n", .init(.noFieldName, line: 2)),
  ])
  func `a broken head is refused with its line`(text: String, error: HTTPHeadError) {
    #expect(throws: error) { try Array(text.utf8).withUnsafeBytes { _ = try HTTPHead($0) } }
    #expect(error.description.hasPrefix("line \(error.line): "))
  }
}
