import InspectorCore
import NIOCore
import NIOHTTP1

/// Writes an answer as one buffer. The usual one, 202 with nothing, is rendered once a second and then only
/// shared.
struct ResponseRenderer {
  private let allocator: ByteBufferAllocator
  private var second: Int64 = .min
  private var date = ""
  private var accepted = ByteBuffer()

  init(allocator: ByteBufferAllocator) {
    self.allocator = allocator
  }

  static let `continue` = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")

  mutating func render(_ answer: Answer, at now: WallTime, keepsAlive: Bool, isHead: Bool, isHTTP10: Bool)
    -> ByteBuffer
  {
    let current = now.nanoseconds / 1_000_000_000
    if current != second {
      second = current
      date = HTTPDate.text(secondsSince1970: current)
      accepted = ByteBuffer(string: "HTTP/1.1 202 Accepted\r\nDate: \(date)\r\nContent-Length: 0\r\n\r\n")
    }
    if answer.status == 202, keepsAlive, !isHTTP10, answer.headers.isEmpty, answer.body.isEmpty {
      return accepted
    }
    return write(answer, keepsAlive: keepsAlive, isHead: isHead, isHTTP10: isHTTP10)
  }

  private func write(_ answer: Answer, keepsAlive: Bool, isHead: Bool, isHTTP10: Bool) -> ByteBuffer {
    // A final answer has a final status: anything else would leave the peer waiting.
    let status = (200...999).contains(answer.status) ? answer.status : 500
    var buffer = allocator.buffer(capacity: 256 + answer.body.count)
    buffer.writeString(
      "HTTP/1.1 \(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)\r\nDate: \(date)\r\n")
    for (name, value) in answer.headers where !ResponseRenderer.isFraming(name) {
      buffer.writeString(name)
      buffer.writeString(": ")
      // A line break in a value would begin a field of its own.
      buffer.writeBytes(value.utf8.lazy.map { $0 == 0x0d || $0 == 0x0a || $0 == 0 ? 0x20 : $0 })
      buffer.writeString("\r\n")
    }
    let hasBody = status != 204 && status != 304
    if hasBody { buffer.writeString("Content-Length: \(answer.body.count)\r\n") }
    if !keepsAlive {
      buffer.writeString("Connection: close\r\n")
    } else if isHTTP10 {
      buffer.writeString("Connection: keep-alive\r\n")
    }
    buffer.writeString("\r\n")
    if hasBody, !isHead { buffer.writeBytes(answer.body) }
    return buffer
  }

  /// Whether a field is the transport's to write, or is none.
  static func isFraming(_ name: String) -> Bool {
    name.isField("content-length") || name.isField("connection") || name.isField("transfer-encoding")
      || name.isField("date") || name.isEmpty
      || !name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ":") }
  }
}
