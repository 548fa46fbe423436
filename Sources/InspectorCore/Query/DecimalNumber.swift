import CloudEvents

/// A decimal number of any size, exactly as it was written: twenty digits and `1e400` are never rounded.
struct DecimalNumber: Sendable, Comparable {
  private var isNegative = false
  /// The significant digits, without zeros before or after; none for zero.
  private var digits: [UInt8] = []
  /// The value is 0.DIGITS times ten to this power.
  private var exponent = 0

  /// How many bytes of a number are read; a longer one is compared with nothing.
  private static let longest = 4096

  /// Reads a number such as `-12`, `0.5` or `1e9`; `nil` where the bytes are none.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty, bytes.count <= Self.longest else { return nil }
    var index = 0
    if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      isNegative = bytes[0] == UInt8(ascii: "-")
      index = 1
    }
    var hasDigit = false
    var hasPoint = false
    var whole = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte.isASCIIDigit {
        hasDigit = true
        if !digits.isEmpty || byte != 0x30 { digits.append(byte) }
        if !hasPoint, !digits.isEmpty { whole += 1 }
        if hasPoint, digits.isEmpty { whole -= 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint, hasDigit {
        hasPoint = true
      } else {
        break
      }
      index += 1
    }
    guard hasDigit, bytes[index - 1] != UInt8(ascii: ".") else { return nil }
    if index < bytes.count {
      guard bytes[index] | 0x20 == UInt8(ascii: "e"), let power = Self.power(bytes, from: index + 1) else {
        return nil
      }
      whole += power
    }
    while digits.last == 0x30 { digits.removeLast() }
    exponent = digits.isEmpty ? 0 : whole
    if digits.isEmpty { isNegative = false }
  }

  init?(_ text: String) {
    guard let number = text.withBytes({ DecimalNumber($0) }) else { return nil }
    self = number
  }

  /// A power of ten, far ones cut to where they are all alike.
  private static func power(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var index = start
    guard index < bytes.count else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    guard index < bytes.count else { return nil }
    var power = 0
    while index < bytes.count {
      guard bytes[index].isASCIIDigit else { return nil }
      power = min(power * 10 + Int(bytes[index] - 0x30), 1_000_000_000)
      index += 1
    }
    return isNegative ? -power : power
  }

  static func < (left: DecimalNumber, right: DecimalNumber) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
  }

  /// The number as 52 and 60 bits in the order of numbers: exact up to 24 significant digits.
  var order: (high: UInt64, low: UInt64) {
    func worth(_ range: Range<Int>) -> UInt64 {
      range.reduce(0) { $0 * 10 + UInt64($1 < digits.count ? digits[$1] - 0x30 : 0) }
    }
    var (high, low): (UInt64, UInt64) = (0, 0)
    if !digits.isEmpty {
      high = UInt64(exponent + (1 << 30)) << 20 | worth(0..<6)
      low = worth(6..<24)
    }
    let sign: UInt64 = 1 << 51
    return isNegative ? (sign - 1 - high, ~low) : (sign | high, low)
  }

  /// Compares without the sign.
  private func isSmaller(than other: DecimalNumber) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    if exponent != other.exponent { return exponent < other.exponent }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}

extension String {
  /// Lends the text's UTF-8 bytes.
  func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    var text = self
    return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }
}
