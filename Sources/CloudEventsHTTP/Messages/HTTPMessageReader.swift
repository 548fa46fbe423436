import CloudEvents

/// Reads HTTP/1.1 messages, requests or responses, that stand one after the other in some bytes: what a capture holds.
public struct HTTPMessageReader {
  /// One message: its bytes with any transfer coding taken off the body.
  public struct Message: Sendable {
    /// The head as it stands, then the body.
    public var bytes: [UInt8]
    /// Its head.
    public var head: HTTPHead
    /// Where the body stands in `bytes`.
    public var body: ByteRange { ByteRange(head.length..<bytes.count) }
  }

  private let bytes: [UInt8]
  private var position = 0
  /// How many line breaks stand before `position`.
  private var lineBreaks = 0

  /// A reader of messages that follow each other.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// What has not been read: after an error, the message that could not be, and what follows it.
  public var rest: [UInt8] { Array(bytes[position...]) }

  /// The next message; `nil` where nothing but line breaks is left.
  ///
  /// A request that announces no length has no body, unless what follows is no message either: then it is the body,
  /// because that is what somebody means who writes a message by hand.
  /// - Throws: ``HTTPHeadError`` with the line, counted from the start of the bytes.
  public mutating func next() throws(HTTPHeadError) -> Message? {
    var start = position
    while start < bytes.count, bytes[start] == 0x0d || bytes[start] == 0x0a { start += 1 }
    advance(to: start)
    guard start < bytes.count else { return nil }
    let result = bytes.withUnsafeBytes { all -> Result<(Message, Int), HTTPHeadError> in
      do throws(HTTPHeadError) {
        return .success(try Self.message(UnsafeRawBufferPointer(rebasing: all[start...])))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let (message, used)):
      advance(to: start + used)
      return message
    case .failure(let error):
      throw HTTPHeadError(error.reason, line: lineBreaks + error.line)
    }
  }

  private mutating func advance(to end: Int) {
    for byte in bytes[position..<end] where byte == 0x0a { lineBreaks += 1 }
    position = end
  }

  /// The message at the start of some bytes, and how many of them it takes up.
  private static func message(_ bytes: UnsafeRawBufferPointer) throws(HTTPHeadError) -> (Message, used: Int) {
    guard startsMessage(bytes) else { throw HTTPHeadError(.badStartLine, line: 1) }
    let head = try HTTPHead(bytes)
    let (body, used) = try body(of: head, in: bytes)
    guard head.length + body.count <= UInt32.max else {
      throw HTTPHeadError(.badLength, line: head.fields.count + 2)
    }
    return (Message(bytes: Array(bytes[..<head.length]) + body, head: head), head.length + used)
  }

  /// Whether the first line is a request line or a status line.
  private static func startsMessage(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let line = bytes.prefix { $0 != 0x0a }
    if line.starts(with: "HTTP/".utf8) { return true }
    guard let space = line.lastIndex(of: 0x20), line.first?.isTokenCharacter == true else { return false }
    return line[line.index(after: space)...].starts(with: "HTTP/".utf8)
  }

  /// The body after a head, and how many bytes it takes up (RFC 9112, section 6).
  private static func body(
    of head: HTTPHead, in bytes: UnsafeRawBufferPointer
  ) throws(HTTPHeadError) -> (body: [UInt8], used: Int) {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[head.length...])
    let headLines = head.fields.count + 2
    let lengths = head.values("content-length", in: bytes)
    let codings = head.values("transfer-encoding", in: bytes)
    if let coding = codings.first {
      guard lengths.isEmpty else { throw HTTPHeadError(.badLength, line: headLines) }
      guard codings.count == 1, bytes[coding].equalsIgnoringCase("chunked") else {
        throw HTTPHeadError(.badCoding, line: headLines)
      }
      guard let chunked = ChunkedBody(rest) else { throw HTTPHeadError(.badChunk, line: headLines + 1) }
      return (chunked.content, chunked.length)
    }
    if let first = lengths.first {
      let digits = bytes[first]
      guard (1...18).contains(digits.count), digits.allSatisfy(\.isASCIIDigit),
        lengths.allSatisfy({ bytes[$0].elementsEqual(digits) })
      else { throw HTTPHeadError(.badLength, line: headLines) }
      let length = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      guard length <= rest.count else { throw HTTPHeadError(.truncatedBody, line: headLines) }
      return (Array(rest[..<length]), length)
    }
    if let status = head.status(in: bytes) {
      // These have no body whatever their fields say.
      let hasBody = status >= 200 && status != 204 && status != 304
      return hasBody ? (Array(rest), rest.count) : ([], 0)
    }
    let isAtMessage = rest.drop { $0 == 0x0d || $0 == 0x0a }
    return isAtMessage.isEmpty || startsMessage(UnsafeRawBufferPointer(rebasing: isAtMessage))
      ? ([], 0) : (Array(rest), rest.count)
  }
}

/// A body in the chunked transfer coding (RFC 9112, section 7.1).
public struct ChunkedBody: Sendable {
  /// The chunks' bytes, joined.
  public var content: [UInt8]
  /// How many bytes the coded body has, with its last chunk and its trailers.
  public var length: Int

  /// Reads the coded body at the start of some bytes; `nil` where it is broken or not complete.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    content = []
    var position = 0
    while true {
      guard let lineEnd = bytes[position...].firstIndex(of: 0x0a) else { return nil }
      let digits = bytes[position..<lineEnd].prefix { $0.hexDigitValue != nil }
      guard (1...15).contains(digits.count) else { return nil }
      // Only a chunk extension may stand between the size and the line break.
      let next = bytes[digits.endIndex]
      guard next == 0x0a || next == 0x0d || next == 0x20 || next == 0x09 || next == UInt8(ascii: ";") else {
        return nil
      }
      let size = digits.reduce(0) { $0 << 4 | Int($1.hexDigitValue ?? 0) }
      position = lineEnd + 1
      if size == 0 { break }
      guard size <= bytes.count - position else { return nil }
      content.append(contentsOf: bytes[position..<position + size])
      position += size
      // The chunk ends as its first line does, so that a carriage return too many is no line break.
      if bytes[lineEnd - 1] == 0x0d {
        guard position < bytes.count, bytes[position] == 0x0d else { return nil }
        position += 1
      }
      guard position < bytes.count, bytes[position] == 0x0a else { return nil }
      position += 1
    }
    while true {
      guard let lineEnd = bytes[position...].firstIndex(of: 0x0a) else { return nil }
      let isEmpty = lineEnd == position || lineEnd == position + 1 && bytes[position] == 0x0d
      position = lineEnd + 1
      if isEmpty { break }
    }
    length = position
  }
}
