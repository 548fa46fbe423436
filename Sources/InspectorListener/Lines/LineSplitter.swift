import NIOCore

/// Cuts a stream of bytes into lines, none of them longer than a limit.
struct LineSplitter {
  enum Line: Equatable {
    /// A line without its break.
    case whole([UInt8])
    /// The beginning of a line that is longer than the limit; the rest of it is skipped.
    case tooLong([UInt8])
  }

  let limit: Int
  private var buffer = ByteBuffer()
  /// How many bytes of `buffer` are known to have no line break.
  private var searched = 0
  private var isSkipping = false

  init(limit: Int) {
    self.limit = limit
  }

  /// Whether a line has begun that has not ended.
  var isInLine: Bool { isSkipping || buffer.readableBytes > 0 }

  /// How many bytes of a line that has not ended are kept.
  var heldBytes: Int { buffer.readableBytes }

  /// Lets go of the line that has begun, and skips the rest of it. Returns its beginning.
  mutating func giveUp() -> [UInt8] {
    let beginning = buffer.getBytes(at: buffer.readerIndex, length: min(buffer.readableBytes, limit)) ?? []
    buffer = ByteBuffer()
    searched = 0
    isSkipping = true
    return beginning
  }

  mutating func append(_ bytes: ByteBuffer) {
    if buffer.readableBytes == 0 {
      buffer = bytes
      searched = 0
    } else {
      if buffer.readerIndex > 0 { buffer.discardReadBytes() }
      buffer.writeImmutableBuffer(bytes)
    }
  }

  /// The next line; nil where more bytes are needed. At the end of input the rest is a line too.
  mutating func next(isAtEnd: Bool = false) -> Line? {
    while true {
      let newline = buffer.withUnsafeReadableBytes { bytes in
        bytes[min(searched, bytes.count)...].firstIndex(of: UInt8(ascii: "\n"))
      }
      if isSkipping {
        buffer.moveReaderIndex(forwardBy: newline.map { $0 + 1 } ?? buffer.readableBytes)
        searched = 0
        guard newline != nil else { return nil }
        isSkipping = false
        continue
      }
      if let newline {
        searched = 0
        var line = buffer.readBytes(length: newline) ?? []
        buffer.moveReaderIndex(forwardBy: 1)
        if line.count > limit + 1 || line.count == limit + 1 && line.last != UInt8(ascii: "\r") {
          return .tooLong(Array(line[..<limit]))
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return .whole(line)
      }
      searched = buffer.readableBytes
      // One more than the limit may be a CR that belongs to the break.
      if searched > limit + 1 { return .tooLong(giveUp()) }
      guard isAtEnd, searched > 0 else { return nil }
      var line = buffer.readBytes(length: searched) ?? []
      searched = 0
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      return line.count > limit ? .tooLong(Array(line[..<limit])) : .whole(line)
    }
  }
}
