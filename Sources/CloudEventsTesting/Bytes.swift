/// The bytes of a text.
public func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The bytes that hexadecimal digits stand for; what is no digit means nothing.
public func hex(_ digits: String) -> [UInt8] {
  let values = digits.compactMap(\.hexDigitValue)
  return stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
}

extension Array where Element == UInt8 {
  /// The bytes after a few random changes: some replaced, removed, doubled, or cut off.
  public func mutated(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let telling = Array(#"{}[]":,\u%0eE.-+ntf \#r\#n;="#.utf8) + [0x00, 0x7f, 0x80, 0xc0, 0xed, 0xff]
    var bytes = self
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[index] = telling.randomElement(using: &generator) ?? 0
      case 1: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes.remove(at: index)
      case 3: bytes.insert(contentsOf: bytes[index..<Swift.min(bytes.count, index + 8)], at: index)
      default: bytes.removeSubrange(index...)
      }
    }
    return bytes
  }
}
