import CloudEvents

/// One of the JSON texts that stand one behind the other in some bytes, each over any number of lines.
struct JSONText {
  /// Where it stands, without the white space around it.
  var range: Range<Int>
  /// The line on which it begins, from 1.
  var line: Int
  /// Why it is no JSON; offsets count from its own start.
  var error: JSONError?

  /// All texts in some bytes. Where one is broken, the next begins with the next line that begins an object; what is no
  /// object at all ends with its line.
  ///
  /// - Parameter line: the line that the bytes begin with.
  static func texts(in bytes: [UInt8], from line: Int = 1) -> [JSONText] {
    var walk = Walk(bytes: bytes, line: line)
    while walk.step() {}
    return walk.texts
  }

  private struct Walk {
    let bytes: [UInt8]
    var line: Int
    var position = 0
    var texts: [JSONText] = []

    /// Reads the next text; whether there was one.
    mutating func step() -> Bool {
      guard let start = bytes[position...].firstIndex(where: { !Self.isSpace($0) }) else { return false }
      advance(to: start)
      do throws(JSONError) {
        let end = try value(at: start)
        add(start..<end, nil)
      } catch {
        let isContainer = bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[")
        var end = lineEnd(from: start)
        while isContainer, end + 1 < bytes.count, bytes[end + 1] != UInt8(ascii: "{") {
          end = lineEnd(from: end + 1)
        }
        while Self.isSpace(bytes[end - 1]) { end -= 1 }
        // Where it is cut, what follows is no part of it.
        let own = bytes[start..<end].withUnsafeBytes { JSONScanner.error(in: $0) }
        add(start..<end, own ?? JSONError(error.reason, at: error.offset - start))
      }
      return true
    }

    private func value(at start: Int) throws(JSONError) -> Int {
      let result = bytes.withUnsafeBytes { bytes -> Result<Int, JSONError> in
        var scanner = JSONScanner(bytes, range: start..<bytes.count)
        return Result { () throws(JSONError) in try scanner.value().range.end }
      }
      return try result.get()
    }

    private mutating func add(_ range: Range<Int>, _ error: JSONError?) {
      texts.append(JSONText(range: range, line: line, error: error))
      advance(to: range.upperBound)
    }

    private mutating func advance(to end: Int) {
      line += bytes[position..<end].count { $0 == 0x0a }
      position = end
    }

    private func lineEnd(from start: Int) -> Int { bytes[start...].firstIndex(of: 0x0a) ?? bytes.count }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0a, 0x0d].contains(byte) }
  }
}
