import Glibc
import NIOCore

/// The bytes of the message that is being read, exactly as they came.
///
/// NIO's decoder turns bytes into strings and drops what it does not need. This keeps the head as it was on
/// the wire, and behind it the body: for Content-Length they are contiguous already, for chunked the parts
/// are put together.
struct Transcript {
  /// How a body's end is known.
  enum Framing: Equatable {
    case length(Int)
    case chunked
  }

  /// Where the bytes leave the road that the decoder took.
  enum Fault: Error, Equatable {
    case headTooLarge
    case requestLine
    case bodyTooLarge
    case disagreement
  }

  private enum Stage {
    case head
    case body(headLength: Int, Framing)
  }

  /// A message's bytes: the head, then the body with transfer codings taken off.
  struct Message: Equatable {
    var bytes: [UInt8]
    var headLength: Int
  }

  let headLimit: Int
  let bodyLimit: Int
  /// From the first byte of the current message on; of a chunked message from the first byte not walked over.
  private var raw = ByteBuffer()
  private var stage = Stage.head
  private var assembled: [UInt8] = []
  private var walker = ChunkWalker()

  init(headLimit: Int, bodyLimit: Int = .max) {
    self.headLimit = headLimit
    self.bodyLimit = bodyLimit
  }

  /// Whether nothing of a message has come yet.
  var isBetweenMessages: Bool {
    if case .head = stage { raw.readableBytes == 0 } else { false }
  }

  var isInBody: Bool {
    if case .body = stage { true } else { false }
  }

  mutating func append(_ buffer: ByteBuffer) {
    if raw.readableBytes == 0 {
      raw = buffer
    } else {
      if raw.readerIndex > 0 { raw.discardReadBytes() }
      raw.writeImmutableBuffer(buffer)
    }
  }

  /// What has come of a message whose head has not ended; nil where that is nothing.
  var unread: ByteBuffer? {
    if case .head = stage, raw.readableBytes > 0 { raw } else { nil }
  }

  /// How many bytes of an unfinished message are kept.
  var heldBytes: Int { raw.readableBytes + assembled.count }

  /// The decoder has read a head: finds its end in the bytes, and whether its first line is as long as it must be,
  /// because the decoder does not mind spaces.
  mutating func headEnded(_ framing: Framing, lineLength: Int) throws(Fault) {
    skipEmptyLines()
    guard firstLineLength + 1 == lineLength else { throw .requestLine }
    guard case .head = stage, let length = raw.withUnsafeReadableBytes(Transcript.headLength) else {
      throw .disagreement
    }
    stage = .body(headLength: length, framing)
    if framing == .chunked {
      assembled = raw.readBytes(length: length) ?? []
      walker = ChunkWalker()
    }
  }

  /// The decoder has read a part of the body.
  mutating func bodyCame(_ part: ByteBuffer) {
    guard case .body(_, .chunked) = stage else { return }
    part.withUnsafeReadableBytes { assembled.append(contentsOf: $0) }
  }

  /// The decoder has read the end of a message: hands out its bytes and moves on to the next.
  mutating func ended() throws(Fault) -> Message {
    guard case .body(let headLength, let framing) = stage else { throw .disagreement }
    stage = .head
    let bytes: [UInt8]
    switch framing {
    case .length(let length):
      guard let whole = raw.readBytes(length: headLength + length) else { throw .disagreement }
      bytes = whole
    case .chunked:
      walk()
      guard walker.isDone, walker.dataCount == assembled.count - headLength else { throw .disagreement }
      bytes = assembled
      assembled = []
    }
    if raw.readableBytes == 0 { raw = ByteBuffer() }
    return Message(bytes: bytes, headLength: headLength)
  }

  /// After a read: lets go of what is not needed, and looks for what the decoder does not mind.
  mutating func settle() throws(Fault) {
    switch stage {
    case .head:
      skipEmptyLines()
      if raw.readableBytes == 0 { raw = ByteBuffer() }
      if raw.readableBytes > headLimit { throw .headTooLarge }
    case .body(let headLength, .chunked):
      walk()
      if walker.dataAhead > bodyLimit - walker.dataCount { throw .bodyTooLarge }
      if walker.isAbsurd || walker.isDone || walker.dataCount != assembled.count - headLength {
        throw .disagreement
      }
    case .body(_, .length): break
    }
  }

  /// What there is of an unfinished message, for showing it.
  func unfinished() -> Message {
    switch stage {
    case .head:
      let bytes = raw.getBytes(at: raw.readerIndex, length: min(raw.readableBytes, headLimit)) ?? []
      let head = bytes.withUnsafeBytes(Transcript.headLength)
      return Message(bytes: bytes, headLength: head ?? bytes.count)
    case .body(let headLength, .length(let length)):
      let count = min(raw.readableBytes, length > Int.max - headLength ? .max : headLength + length)
      return Message(bytes: raw.getBytes(at: raw.readerIndex, length: count) ?? [], headLength: headLength)
    case .body(let headLength, .chunked):
      return Message(bytes: assembled, headLength: headLength)
    }
  }

  /// How long the unfinished head's first line is so far.
  var firstLineLength: Int {
    guard case .head = stage else { return 0 }
    return raw.withUnsafeReadableBytes { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      guard let found = memchr(start, Int32(UInt8(ascii: "\n")), bytes.count) else { return bytes.count }
      return UnsafeRawPointer(found) - start
    }
  }

  /// Forgets everything: nothing more is read.
  mutating func clear() {
    raw = ByteBuffer()
    assembled = []
    stage = .head
  }

  private mutating func walk() {
    let walked = raw.withUnsafeReadableBytes { walker.advance(over: $0) }
    raw.moveReaderIndex(forwardBy: walked)
    if raw.readableBytes == 0 { raw = ByteBuffer() }
  }

  /// Empty lines before a request line are no part of it (RFC 9112, 2.2).
  private mutating func skipEmptyLines() {
    guard let first = raw.getInteger(at: raw.readerIndex, as: UInt8.self), first < 0x20 else { return }
    let count = raw.withUnsafeReadableBytes { bytes in
      bytes.firstIndex { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") } ?? bytes.count
    }
    raw.moveReaderIndex(forwardBy: count)
  }

  /// The length of a head up to and with its blank line, whose breaks may be bare LFs.
  private static func headLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard let start = bytes.baseAddress else { return nil }
    var lineStart = 0
    while lineStart < bytes.count,
      let found = memchr(start + lineStart, Int32(UInt8(ascii: "\n")), bytes.count - lineStart)
    {
      let end = UnsafeRawPointer(found) - start
      let length = end - lineStart
      if length == 0 || length == 1 && bytes[lineStart] == UInt8(ascii: "\r") { return end + 1 }
      lineStart = end + 1
    }
    return nil
  }
}
