import InspectorCore
import NIOCore
import Testing

@testable import InspectorListener

@Suite struct RenderingTests {
  private let now = WallTime(nanoseconds: 784_111_777_000_000_000)

  private func rendered(_ answer: Answer, keepsAlive: Bool = true, isHead: Bool = false) -> String {
    var renderer = ResponseRenderer(allocator: ByteBufferAllocator())
    return String(
      buffer: renderer.render(answer, at: now, keepsAlive: keepsAlive, isHead: isHead, isHTTP10: false))
  }

  @Test func acceptedHasADateAndNoBody() {
    #expect(
      rendered(.accepted)
        == "HTTP/1.1 202 Accepted\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n")
  }

  @Test func aHeaderCannotBreakOutOfItsLine() {
    let text = rendered(
      Answer(status: 429, headers: [("Retry-After", "5\r\nEvil: 1"), ("Content-Length", "77"), ("a b", "c")]))
    #expect(text.contains("Retry-After: 5  Evil: 1\r\n"))
    #expect(!text.contains("77") && !text.contains("a b"))
  }

  @Test func headHasALengthAndNoBody() {
    let text = rendered(Answer(status: 200, body: Array("ok".utf8)), isHead: true)
    #expect(text.contains("Content-Length: 2\r\n") && text.hasSuffix("\r\n\r\n"))
  }

  @Test func noContentHasNoLength() {
    #expect(!rendered(Answer(status: 204)).contains("Content-Length"))
  }

  @Test func aStatusThatIsNotFinalBecomesAnError() {
    #expect(rendered(Answer(status: 100)).hasPrefix("HTTP/1.1 500 "))
  }

  @Test(
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
      (1_795_422_700, "Mon, 23 Nov 2026 08:31:40 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
    ] as [(Int64, String)])
  func datesAreRight(_ seconds: Int64, _ text: String) {
    #expect(HTTPDate.text(secondsSince1970: seconds) == text)
  }

  @Test func answersKeepTheirOrder() {
    var queue = AnswerQueue<Int>()
    let first = queue.append(nil)
    _ = queue.append(2)
    let third = queue.append(nil)
    #expect(queue.next() == nil)
    queue.fulfil(third, with: 3)
    #expect(queue.next() == nil)
    queue.fulfil(first, with: 1)
    #expect([queue.next(), queue.next(), queue.next(), queue.next()] == [1, 2, 3, nil])
    #expect(queue.isEmpty)
  }
}
