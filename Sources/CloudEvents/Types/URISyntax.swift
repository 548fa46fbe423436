/// The grammar of RFC 3986, over bytes.
public enum URISyntax {
  /// Whether the bytes are a URI-reference (section 4.1). The empty text is one.
  public static func isReference(_ bytes: UnsafeRawBufferPointer) -> Bool {
    firstInvalid(bytes, needsScheme: false) == nil
  }

  /// Whether the bytes are a URI with a scheme (section 3).
  public static func isURI(_ bytes: UnsafeRawBufferPointer) -> Bool {
    firstInvalid(bytes, needsScheme: true) == nil
  }

  /// The offset of what does not follow the grammar, `nil` where all does.
  public static func firstInvalid(_ bytes: UnsafeRawBufferPointer, needsScheme: Bool) -> Int? {
    if !needsScheme, isPlainPath(bytes) { return nil }
    var index = 0
    if let end = schemeEnd(bytes) {
      index = end + 1
    } else if needsScheme {
      return 0
    } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      !bytes[..<colon].contains(where: {
        $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
      })
    {
      // A relative path's first segment has no colon (section 4.2).
      return colon
    }
    if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "/"), bytes[index + 1] == UInt8(ascii: "/") {
      let start = index + 2
      let end = bytes[start...].firstIndex { $0 == 0x2f || $0 == 0x3f || $0 == 0x23 } ?? bytes.count
      if let invalid = invalidInAuthority(bytes, start..<end) { return invalid }
      index = end
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "#") {
        return invalid(bytes, index + 1..<bytes.count, isAllowed: isPathOrQuery)
      } else if byte == UInt8(ascii: "%") {
        guard isEscape(bytes, index, bytes.count) else { return index }
        index += 2
      } else if !isPathOrQuery(byte) {
        // The first question mark begins the query, and a query may have more of them.
        return index
      }
      index += 1
    }
    return nil
  }

  /// Whether the bytes are a path of nothing but unreserved characters, as most sources of events are: one look at each
  /// byte tells, in two fifths of the instructions that the whole grammar takes.
  private static func isPlainPath(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if bytes.count > 1, bytes[0] == 0x2f, bytes[1] == 0x2f { return false }
    for byte in bytes {
      let bits: UInt64 = byte < 64 ? 0x03ff_e000_0000_0000 : 0x47ff_fffe_87ff_fffe
      if byte >= 128 || bits >> UInt64(byte & 63) & 1 == 0 { return false }
    }
    return true
  }

  /// The offset of the colon that ends the scheme.
  private static func schemeEnd(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard let first = bytes.first, first.isASCIILetter else { return nil }
    for index in 1..<max(1, bytes.count) {
      let byte = bytes[index]
      if byte == UInt8(ascii: ":") { return index }
      guard byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2b || byte == 0x2d || byte == 0x2e else {
        return nil
      }
    }
    return nil
  }

  private static func invalidInAuthority(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
    var start = range.lowerBound
    if let at = bytes[range].lastIndex(of: UInt8(ascii: "@")) {
      if let wrong = invalid(
        bytes, start..<at, isAllowed: { isUnreserved($0) || isSubDelimiter($0) || $0 == 0x3a })
      {
        return wrong
      }
      start = at + 1
    }
    var portStart: Int?
    if start < range.upperBound, bytes[start] == UInt8(ascii: "[") {
      guard let close = bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "]")),
        isIPLiteral(UnsafeRawBufferPointer(rebasing: bytes[start + 1..<close]))
      else { return start }
      if close + 1 < range.upperBound {
        guard bytes[close + 1] == UInt8(ascii: ":") else { return close + 1 }
        portStart = close + 2
      }
    } else {
      let colon = bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: ":"))
      let hostEnd = colon ?? range.upperBound
      if let wrong = invalid(bytes, start..<hostEnd, isAllowed: { isUnreserved($0) || isSubDelimiter($0) }) {
        return wrong
      }
      portStart = colon.map { $0 + 1 }
    }
    guard let portStart else { return nil }
    return bytes[portStart..<range.upperBound].firstIndex { !$0.isASCIIDigit }
  }

  /// What stands between brackets: IPv6address or IPvFuture (section 3.2.2).
  private static func isIPLiteral(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if let first = bytes.first, first | 0x20 == UInt8(ascii: "v") {
      guard let dot = bytes.firstIndex(of: UInt8(ascii: ".")), dot > 1, dot + 1 < bytes.count else {
        return false
      }
      return bytes[1..<dot].allSatisfy { $0.hexDigitValue != nil }
        && bytes[(dot + 1)...].allSatisfy { isUnreserved($0) || isSubDelimiter($0) || $0 == 0x3a }
    }
    return isIPv6(bytes)
  }

  private static func isIPv6(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var groups = 0
    var hasGap = false
    var index = 0
    if bytes.count >= 2, bytes[0] == UInt8(ascii: ":"), bytes[1] == UInt8(ascii: ":") {
      hasGap = true
      index = 2
    }
    while index < bytes.count {
      let start = index
      while index < bytes.count, bytes[index].hexDigitValue != nil { index += 1 }
      if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
        guard isIPv4(UnsafeRawBufferPointer(rebasing: bytes[start...])) else { return false }
        groups += 2
        break
      }
      guard (1...4).contains(index - start) else { return false }
      groups += 1
      guard index < bytes.count else { break }
      guard bytes[index] == UInt8(ascii: ":"), index + 1 < bytes.count else { return false }
      index += 1
      if bytes[index] == UInt8(ascii: ":") {
        guard !hasGap else { return false }
        hasGap = true
        index += 1
      }
    }
    return hasGap ? groups <= 7 : groups == 8
  }

  private static func isIPv4(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var numbers = 0
    var index = 0
    while true {
      let start = index
      var value = 0
      while index < bytes.count, bytes[index].isASCIIDigit, index - start < 3 {
        value = value * 10 + Int(bytes[index] - 0x30)
        index += 1
      }
      let digits = index - start
      guard digits > 0, value <= 255, digits == 1 || bytes[start] != 0x30 else { return false }
      numbers += 1
      if index == bytes.count { return numbers == 4 }
      guard bytes[index] == UInt8(ascii: "."), numbers < 4 else { return false }
      index += 1
    }
  }

  private static func invalid(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, isAllowed: (UInt8) -> Bool
  ) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: "%") {
        guard isEscape(bytes, index, range.upperBound) else { return index }
        index += 3
      } else {
        guard isAllowed(bytes[index]) else { return index }
        index += 1
      }
    }
    return nil
  }

  private static func isEscape(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ end: Int) -> Bool {
    index + 2 < end && bytes[index + 1].hexDigitValue != nil && bytes[index + 2].hexDigitValue != nil
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2d || byte == 0x2e || byte == 0x5f || byte == 0x7e
  }

  private static func isSubDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x24, 0x26...0x2c, 0x3b, 0x3d: true
    default: false
    }
  }

  /// pchar without percent-encoding, and the slash and the question mark: a bit for each character of ASCII, because
  /// each event's source is looked at by it.
  @inline(__always) private static func isPathOrQuery(_ byte: UInt8) -> Bool {
    let bits: UInt64 = byte < 64 ? 0xafff_ffd2_0000_0000 : 0x47ff_fffe_87ff_ffff
    return byte < 128 && bits >> UInt64(byte & 63) & 1 == 1
  }
}
