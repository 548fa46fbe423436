import CloudEvents

/// Reads HTTP/1.1 messages, requests or responses, that stand one after the other in some bytes: what a capture holds.
public struct HTTPMessageReader {
  /// One message: its bytes with any transfer coding taken off the body.
  public struct Message: Sendable {
    /// The head as it stands, then the body.
    public var bytes: [UInt8]
    public var head: HTTPHead
    /// Where the body stands in `bytes`.
    public var body: ByteRange { ByteRange(head.length..<bytes.count) }
  }

  private let bytes: [UInt8]
  private var position = 0

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next message; `nil` where nothing but line breaks is left.
  ///
  /// - Throws: ``HTTPHeadError`` with the line, counted from the start of the bytes.
  public mutating func next() throws(HTTPHeadError) -> Message? {
    while position < bytes.count, bytes[position] == 0x0d || bytes[position] == 0x0a { position += 1 }
    guard position < bytes.count else { return nil }
    let start = position
    let firstLine = bytes[..<start].count { $0 == 0x0a } + 1
    let all = bytes
    let result = all.withUnsafeBytes { all -> Result<(Message, Int), HTTPHeadError> in
      let rest = UnsafeRawBufferPointer(rebasing: all[start...])
      do throws(HTTPHeadError) {
        let head = try HTTPHead(rest)
        let isResponse = head.status(in: rest) != nil
        let isRequest = rest[head.startLine].split(separator: 0x20).last?.starts(with: "HTTP/".utf8) == true
        guard isResponse || isRequest else { throw HTTPHeadError(.badStartLine, line: 1) }
        let (body, used) = try Self.body(of: head, in: rest, isResponse: isResponse)
        return .success((Message(bytes: Array(rest[..<head.length]) + body, head: head), head.length + used))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let (message, used)):
      position += used
      return message
    case .failure(let error):
      throw HTTPHeadError(error.reason, line: firstLine + error.line - 1)
    }
  }

  /// The body after a head, and how many bytes it takes up (RFC 9112, section 6).
  private static func body(
    of head: HTTPHead, in bytes: UnsafeRawBufferPointer, isResponse: Bool
  ) throws(HTTPHeadError) -> (body: [UInt8], used: Int) {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[head.length...])
    let headLines = head.fields.count + 2
    let lengths = Set(
      head.values("content-length", in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) })
    if let coding = head.first("transfer-encoding", in: bytes) {
      guard lengths.isEmpty, bytes[coding].equalsIgnoringCase("chunked") else {
        throw HTTPHeadError(.badLength, line: headLines)
      }
      guard let chunked = ChunkedBody(rest) else { throw HTTPHeadError(.badChunk, line: headLines + 1) }
      return (chunked.content, chunked.length)
    }
    if let text = lengths.first {
      guard lengths.count == 1, !text.isEmpty, text.utf8.allSatisfy(\.isASCIIDigit), let length = Int(text)
      else {
        throw HTTPHeadError(.badLength, line: headLines)
      }
      guard length <= rest.count else { throw HTTPHeadError(.truncatedBody, line: headLines) }
      return (Array(rest[..<length]), length)
    }
    return isResponse ? (Array(rest), rest.count) : ([], 0)
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
      let size = digits.reduce(0) { $0 << 4 | Int($1.hexDigitValue!) }
      position = lineEnd + 1
      if size == 0 { break }
      guard size <= bytes.count - position else { return nil }
      content.append(contentsOf: bytes[position..<position + size])
      position += size
      if position < bytes.count, bytes[position] == 0x0d { position += 1 }
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
