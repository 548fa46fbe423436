import CloudEvents

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A message's start line and fields as they lie in its bytes (HTTP/1.1, RFC 9112 section 2): order, case, duplicates and
/// bytes as they came.
public struct HTTPHead: Sendable {
  /// One field line.
  public struct Field: Sendable, Hashable {
    /// The name, in the case that it came in.
    public var name: ByteRange
    /// The value without the white space around it.
    public var value: ByteRange

    /// A field by its places.
    public init(name: ByteRange, value: ByteRange) {
      self.name = name
      self.value = value
    }
  }

  /// The request line or status line without its line break.
  public var startLine: ByteRange
  /// The field lines in order.
  public var fields: [Field]
  /// How many bytes the head has, with the empty line that ends it.
  public var length: Int

  /// A head by its places.
  public init(startLine: ByteRange, fields: [Field], length: Int) {
    self.startLine = startLine
    self.fields = fields
    self.length = length
  }

  /// Reads the head at the start of some bytes.
  ///
  /// - Throws: ``HTTPHeadError`` where a line is no field line or the empty line is missing.
  public init(_ bytes: UnsafeRawBufferPointer) throws(HTTPHeadError) {
    fields = []
    fields.reserveCapacity(16)
    guard let (first, afterFirst) = Self.line(bytes, at: 0) else { throw HTTPHeadError(.incomplete, line: 1) }
    startLine = first
    var position = afterFirst
    var number = 2
    while true {
      guard let (line, next) = Self.line(bytes, at: position) else {
        throw HTTPHeadError(.incomplete, line: number)
      }
      if line.isEmpty {
        length = next
        return
      }
      fields.append(try Self.field(bytes, line, number: number))
      position = next
      number += 1
    }
  }

  /// The line at a position, without its line break, and where the next one starts.
  private static func line(_ bytes: UnsafeRawBufferPointer, at start: Int) -> (ByteRange, next: Int)? {
    // Spans count in 32 bits; what lies past them is as if it were not there.
    let limit = min(bytes.count, Int(UInt32.max))
    guard start < limit, let base = bytes.baseAddress, let found = memchr(base + start, 0x0a, limit - start)
    else { return nil }
    let lineFeed = UnsafeRawPointer(found) - base
    let end = lineFeed > start && bytes[lineFeed - 1] == 0x0d ? lineFeed - 1 : lineFeed
    return (ByteRange(start: start, count: end - start), lineFeed + 1)
  }

  private static func field(
    _ bytes: UnsafeRawBufferPointer, _ line: ByteRange, number: Int
  ) throws(HTTPHeadError) -> Field {
    let start = Int(line.start)
    var end = line.end
    var colon = start
    while colon < end, bytes[colon].isTokenCharacter { colon += 1 }
    guard colon > start, colon < end, bytes[colon] == UInt8(ascii: ":") else {
      throw HTTPHeadError(.noFieldName, line: number)
    }
    var first = colon + 1
    while first < end, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
    while end > first, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return Field(
      name: ByteRange(start: start, count: colon - start), value: ByteRange(start: first, count: end - first))
  }

  /// The request's method; empty where the start line has none.
  public func method(in bytes: UnsafeRawBufferPointer) -> String { word(0, in: bytes) }
  /// The request's target; empty where the start line has none.
  public func target(in bytes: UnsafeRawBufferPointer) -> String { word(1, in: bytes) }
  /// The response's status; `nil` where the message is a request.
  public func status(in bytes: UnsafeRawBufferPointer) -> Int? {
    bytes[startLine].starts(with: "HTTP/".utf8) ? Int(word(1, in: bytes)) : nil
  }

  /// The request's target as it came, which may be no text.
  public func targetBytes(in bytes: UnsafeRawBufferPointer) -> [UInt8] { Array(wordBytes(1, in: bytes)) }

  private func word(_ index: Int, in bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: wordBytes(index, in: bytes), as: UTF8.self)
  }

  private func wordBytes(_ index: Int, in bytes: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
    let line = bytes[startLine]
    let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
    return index < words.count ? words[index] : line[..<line.startIndex]
  }

  /// The values of the fields with a name, which is given in lower case.
  public func values(_ name: StaticString, in bytes: UnsafeRawBufferPointer) -> [ByteRange] {
    fields.filter { bytes[$0.name].equalsIgnoringCase(name) }.map(\.value)
  }

  /// The first value of the fields with a name, which is given in lower case.
  public func first(_ name: StaticString, in bytes: UnsafeRawBufferPointer) -> ByteRange? {
    fields.first { bytes[$0.name].equalsIgnoringCase(name) }?.value
  }
}

/// Why some bytes are no message head.
public struct HTTPHeadError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What can be wrong with a head.
  public enum Reason: Sendable {
    case incomplete, noFieldName, badStartLine, badLength, badCoding, badChunk, truncatedBody
  }

  /// What is wrong.
  public var reason: Reason
  /// The line of the head, from 1.
  public var line: Int

  /// An error in a line, from 1.
  public init(_ reason: Reason, line: Int) {
    self.reason = reason
    self.line = line
  }

  /// One sentence: what is wrong, and where.
  public var description: String {
    switch reason {
    case .incomplete: "line \(line): the head ends without the empty line that must follow its fields"
    case .noFieldName: "line \(line): a field is written Name: value, its name without spaces"
    case .badStartLine:
      "line \(line): a message begins with a request line like POST / HTTP/1.1 or a status line like HTTP/1.1 200 OK"
    case .badLength:
      "line \(line): Content-Length must be one whole number, and not stand beside Transfer-Encoding"
    case .badCoding:
      "line \(line): chunked is the only transfer coding that can be read here"
    case .badChunk:
      "line \(line): the chunked body is broken; a chunk is its size in hexadecimal, a line break, and that many bytes"
    case .truncatedBody: "line \(line): the body ends before the length that the head announces"
    }
  }
}
