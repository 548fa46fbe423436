import Foundation
import Testing

/// A pipe with a name whose two ends this process keeps open: who reads from it waits for more, who writes into it for
/// room, and neither comes to an end before this does.
final class NamedPipe {
  let path: String
  private let directory: TemporaryDirectory
  private let descriptor: Int32

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    try #require(descriptor >= 0)
  }

  deinit { close(descriptor) }

  /// Writes a text, which must be one that the pipe has room for.
  func write(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(Foundation.write(descriptor, bytes, bytes.count) == bytes.count)
  }

  /// Whether it has no room for another page, however many bytes stand in those that it has.
  var isFull: Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&polled, 1, 0) == 0
  }

  /// What waits to be read.
  func read() -> [UInt8] {
    var (all, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while case let length = Foundation.read(descriptor, &buffer, buffer.count), length > 0 {
      all += buffer[..<length]
    }
    return all
  }
}
