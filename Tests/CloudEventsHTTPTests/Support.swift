import CloudEvents

/// The bytes of a text.
func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// A number sequence that is the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}

extension Array where Element == UInt8 {
  /// The bytes after a few random changes: some replaced, removed, doubled, or cut off.
  func mutated(using generator: inout SeededGenerator) -> [UInt8] {
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
