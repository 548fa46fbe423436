/// One JSON value as it stands in the bytes.
public struct JSONToken: Sendable, Hashable {
  /// The kinds of JSON values (RFC 8259, section 3).
  public enum Kind: UInt8, Sendable {
    case object, array, string, number, `true`, `false`, null
  }

  /// What kind of value it is.
  public var kind: Kind
  /// The value's bytes, quotes, braces and brackets with them.
  public var range: ByteRange
  /// Whether a string has escapes, so that its text is not simply the bytes between the quotes.
  public var hasEscapes: Bool

  /// What stands between a string's quotes.
  public var contents: ByteRange { ByteRange(start: Int(range.start) + 1, count: Int(range.count) - 2) }
}

/// Reads JSON text (RFC 8259, all of its grammar, strict UTF-8) into spans, without building a tree.
///
/// Numbers, escapes, member order and duplicate members are kept by being left where they are. Foundation's parsers
/// accept what is no JSON and alter what they read, so they are no judges here. Positions never pass `end`, which has 32
/// bits, so that no sum of theirs can overflow.
public struct JSONScanner {
  /// How many arrays and objects may stand in each other: those of an event's data, and what stands around it in
  /// events, batches and records.
  public static let maximumDepth = EventData.maximumDepth + 4

  private let bytes: UnsafeRawBufferPointer
  /// The offset of the next byte to read.
  public var position: Int
  /// Where the text begins.
  private let start: Int
  /// Where reading ends.
  public let end: Int

  /// Reads `bytes`, which must outlive the scanner; offsets count from their start.
  public init(_ bytes: UnsafeRawBufferPointer, range: Range<Int>? = nil) {
    self.bytes = bytes
    start = range?.lowerBound ?? 0
    position = start
    // Spans count in 32 bits; what lies past them is as if it were not there.
    self.end = min(range?.upperBound ?? bytes.count, Int(UInt32.max))
  }

  /// Scans a whole text: one value with nothing but white space around it.
  public static func scan(
    _ bytes: UnsafeRawBufferPointer, maximumDepth: Int = maximumDepth
  ) throws(JSONError) -> JSONToken {
    var scanner = JSONScanner(bytes)
    let token = try scanner.value(maximumDepth: maximumDepth)
    try scanner.finish()
    return token
  }

  /// Why some bytes are no JSON text; `nil` where they are one.
  public static func error(
    in bytes: UnsafeRawBufferPointer, maximumDepth: Int = maximumDepth
  ) -> JSONError? {
    do throws(JSONError) {
      _ = try scan(bytes, maximumDepth: maximumDepth)
      return nil
    } catch {
      return error
    }
  }

  /// Whether some bytes are one JSON text.
  public static func isValid(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = maximumDepth) -> Bool {
    (try? scan(bytes, maximumDepth: maximumDepth)) != nil
  }

  /// Checks that nothing but white space is left.
  public mutating func finish() throws(JSONError) {
    skipWhitespace()
    if position < end { throw JSONError(.expected("the end of the text"), at: position) }
  }

  /// Moves past space, tab, line feed and carriage return.
  @inline(__always) public mutating func skipWhitespace() {
    while position < end {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
      position &+= 1
    }
  }

  /// The next byte that is no white space, without moving past it; `nil` at the end.
  @inline(__always) public mutating func peek() -> UInt8? {
    skipWhitespace()
    return position < end ? bytes[position] : nil
  }

  /// Moves past one ASCII character where it is next.
  @inline(__always) public mutating func take(_ character: UInt8) -> Bool {
    guard peek() == character else { return false }
    position &+= 1
    return true
  }

  /// Reads the next value, whole, and checks everything in it.
  ///
  /// - Parameter maximumDepth: how many arrays and objects may stand in each other; at most that of the scanner.
  public mutating func value(maximumDepth: Int = Self.maximumDepth) throws(JSONError) -> JSONToken {
    guard let first = peek() else { throw unexpected("a value") }
    let start = position
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      try skipContainer(maximumDepth: maximumDepth)
      return token(first == UInt8(ascii: "{") ? .object : .array, from: start)
    }
    if first == UInt8(ascii: "\"") { return try string() }
    let kind = try skipScalar(first)
    return token(kind, from: start)
  }

  /// Calls `body` with each member of the object that is next: its name's token, and the scanner standing before the
  /// value, which `body` must read.
  public mutating func members(
    _ body: (_ name: JSONToken, _ scanner: inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard take(UInt8(ascii: "{")) else { throw unexpected("\"{\"") }
    if take(UInt8(ascii: "}")) { return }
    while true {
      guard peek() == UInt8(ascii: "\"") else { throw unexpected("a member's name in quotes") }
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw unexpected("\":\"") }
      try body(name, &self)
      if take(UInt8(ascii: ",")) { continue }
      if take(UInt8(ascii: "}")) { return }
      throw unexpected("\",\" or \"}\"")
    }
  }

  /// Calls `body` with the scanner standing before each element of the array that is next; `body` must read it.
  public mutating func elements(
    _ body: (_ scanner: inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard take(UInt8(ascii: "[")) else { throw unexpected("\"[\"") }
    if take(UInt8(ascii: "]")) { return }
    while true {
      try body(&self)
      if take(UInt8(ascii: ",")) { continue }
      if take(UInt8(ascii: "]")) { return }
      throw unexpected("\",\" or \"]\"")
    }
  }

  /// The error for something else than `what` standing at the position.
  public func unexpected(_ what: String) -> JSONError {
    position < end
      ? JSONError(.expected(what), at: position) : JSONError(.unexpectedEnd(expected: what), at: end)
  }

  /// Moves past the array or object that is next, with everything in it.
  ///
  /// A loop with one bit a level rather than a call a level: faster, and no text can exhaust the stack.
  private mutating func skipContainer(maximumDepth: Int) throws(JSONError) {
    var isObject = SIMD16<UInt64>(repeating: 0)
    var depth = 0
    while true {
      // Here a value is next.
      guard let byte = peek() else { throw unexpected("a value") }
      switch byte {
      case UInt8(ascii: "\""):
        _ = try skipString()
      case UInt8(ascii: "{"):
        guard depth < maximumDepth else { throw JSONError(.tooDeep, at: position) }
        isObject[depth &>> 6] |= 1 &<< UInt64(depth & 63)
        depth &+= 1
        position &+= 1
        if take(UInt8(ascii: "}")) {
          depth &-= 1
        } else {
          try skipName()
          continue
        }
      case UInt8(ascii: "["):
        guard depth < maximumDepth else { throw JSONError(.tooDeep, at: position) }
        isObject[depth &>> 6] &= ~(1 &<< UInt64(depth & 63))
        depth &+= 1
        position &+= 1
        guard take(UInt8(ascii: "]")) else { continue }
        depth &-= 1
      default:
        _ = try skipScalar(byte)
      }
      // Here a value has ended, and maybe what it stands in.
      while true {
        if depth == 0 { return }
        let level = depth &- 1
        let isInObject = isObject[level &>> 6] & (1 &<< UInt64(level & 63)) != 0
        let next = peek()
        if next == UInt8(ascii: ",") {
          position &+= 1
          if isInObject { try skipName() }
          break
        }
        guard next == (isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw unexpected(isInObject ? "\",\" or \"}\"" : "\",\" or \"]\"")
        }
        position &+= 1
        depth = level
      }
    }
  }

  /// Moves past a member's name and the colon after it.
  @inline(__always) private mutating func skipName() throws(JSONError) {
    guard peek() == UInt8(ascii: "\"") else { throw unexpected("a member's name in quotes") }
    _ = try skipString()
    guard take(UInt8(ascii: ":")) else { throw unexpected("\":\"") }
  }

  /// Moves past a number or one of `true`, `false` and `null`.
  private mutating func skipScalar(_ first: UInt8) throws(JSONError) -> JSONToken.Kind {
    switch first {
    case UInt8(ascii: "-"), 0x30...0x39:
      try skipNumber()
      return .number
    case UInt8(ascii: "t"):
      try skipLiteral("true")
      return .true
    case UInt8(ascii: "f"):
      try skipLiteral("false")
      return .false
    case UInt8(ascii: "n"):
      try skipLiteral("null")
      return .null
    case 0xef
    where position == start && end - start >= 3 && bytes[start + 1] == 0xbb && bytes[start + 2] == 0xbf:
      throw unexpected("a value without a byte order mark before it")
    default:
      throw unexpected("a value")
    }
  }

  @inline(__always) private func token(_ kind: JSONToken.Kind, from start: Int, escapes: Bool = false)
    -> JSONToken
  {
    JSONToken(kind: kind, range: ByteRange(start: start, count: position - start), hasEscapes: escapes)
  }

  private mutating func skipLiteral(_ text: StaticString) throws(JSONError) {
    let count = text.utf8CodeUnitCount
    guard end - position >= count,
      UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]).equals(text)
    else { throw JSONError(.expected("a value"), at: position) }
    position += count
  }

  private mutating func skipNumber() throws(JSONError) {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position &+= 1 }
    guard position < end, bytes[position].isASCIIDigit else { throw JSONError(.invalidNumber, at: start) }
    if bytes[position] == 0x30 {
      position &+= 1
      if position < end, bytes[position].isASCIIDigit { throw JSONError(.invalidNumber, at: start) }
    } else {
      skipDigits()
    }
    if position < end, bytes[position] == UInt8(ascii: ".") {
      position &+= 1
      guard skipDigits() else { throw JSONError(.invalidNumber, at: start) }
    }
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position &+= 1
      if position < end, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position &+= 1
      }
      guard skipDigits() else { throw JSONError(.invalidNumber, at: start) }
    }
  }

  @discardableResult private mutating func skipDigits() -> Bool {
    let start = position
    while position < end, bytes[position].isASCIIDigit { position &+= 1 }
    return position > start
  }

  /// Reads the string that is next, from quote to quote.
  @inline(__always) private mutating func string() throws(JSONError) -> JSONToken {
    let start = position
    let escapes = try skipString()
    return token(.string, from: start, escapes: escapes)
  }

  /// Moves past the string that is next; whether it has escapes.
  private mutating func skipString() throws(JSONError) -> Bool {
    var escapes = false
    var index = position &+ 1
    while true {
      index = plainEnd(from: index)
      guard index < end else {
        throw JSONError(.unexpectedEnd(expected: "a string's closing quote"), at: end)
      }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        position = index &+ 1
        return escapes
      }
      if byte == UInt8(ascii: "\\") {
        escapes = true
        index = try escape(at: index)
      } else if byte < 0x20 {
        throw JSONError(.controlCharacter(byte), at: index)
      } else {
        // Most scripts but Latin have nothing plain between their characters.
        repeat {
          let length = UTF8Validation.sequenceLength(bytes, at: index, end: end)
          guard length > 0 else { throw JSONError(.invalidUTF8, at: index) }
          index &+= length
        } while index < end && bytes[index] >= 0x80
      }
    }
  }

  /// The first place from `start` on where a byte is a quote, a backslash, a control character or not ASCII, or where
  /// fewer than eight bytes are left.
  ///
  /// Names and attributes mostly end within the first sixteen or thirty-two bytes; long texts are walked 32 bytes a step.
  @inline(__always) private func plainEnd(from start: Int) -> Int {
    var index = start
    while index &+ 16 <= end {
      let halves = unsafeBitCast(
        Self.hasMark(bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<Int8>.self)),
        to: SIMD2<UInt64>.self)
      if halves[0] != 0 { return index &+ UInt64(littleEndian: halves[0]).trailingZeroBitCount / 8 }
      if halves[1] != 0 { return index &+ 8 &+ UInt64(littleEndian: halves[1]).trailingZeroBitCount / 8 }
      index &+= 16
      while index &- start >= 32, index &+ 32 <= end {
        let first = Self.hasMark(bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<Int8>.self))
        let second = Self.hasMark(bytes.loadUnaligned(fromByteOffset: index &+ 16, as: SIMD16<Int8>.self))
        let halves = unsafeBitCast(first .| second, to: SIMD2<UInt64>.self)
        if halves[0] | halves[1] != 0 { break }
        index &+= 32
      }
    }
    while index &+ 8 <= end {
      let marks = Self.marks(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      if marks != 0 { return index &+ UInt64(littleEndian: marks).trailingZeroBitCount / 8 }
      index &+= 8
    }
    return index
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// A word whose lowest high bit stands in the first byte that is no plain part of a string; 0 where all are.
  @inline(__always) private static func marks(_ word: UInt64) -> UInt64 {
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5c)
    return
      (((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | ((word &- ones &* 0x20) & ~word)
      | word) & highs
  }

  /// Which of sixteen bytes are no plain part of a string. What is not ASCII is negative, and so less than a space, too.
  @inline(__always) private static func hasMark(_ bytes: SIMD16<Int8>) -> SIMDMask<SIMD16<Int8>> {
    (bytes .== SIMD16(repeating: 0x22)) .| (bytes .== SIMD16(repeating: 0x5c))
      .| (bytes .< SIMD16(repeating: 0x20))
  }

  private func escape(at index: Int) throws(JSONError) -> Int {
    guard index + 1 < end else { throw JSONError(.unexpectedEnd(expected: "an escape"), at: end) }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return index + 2
    case UInt8(ascii: "u"):
      for digit in index + 2..<index + 6 {
        guard digit < end else { throw JSONError(.unexpectedEnd(expected: "a hexadecimal digit"), at: end) }
        guard bytes[digit].hexDigitValue != nil else { throw JSONError(.invalidEscape, at: index) }
      }
      return index + 6
    default:
      throw JSONError(.invalidEscape, at: index)
    }
  }
}
