import CloudEvents

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A word or phrase that is looked for anywhere. Its case counts only where it has a capital.
///
/// Without a capital ASCII letters are compared without their case; other characters are compared as they are.
struct Needle: Sendable, Equatable {
  /// In lower case where case does not count.
  private let bytes: [UInt8]
  /// For each byte the bit by which an ASCII letter's cases differ, where case does not count.
  private let folds: [UInt8]

  /// Where the two of its bytes stand that are the rarest in events.
  private let rare: Int
  private let other: Int

  /// What a word with stars or question marks is looked for with.
  private let glob: GlobPattern?

  /// A word as it is typed, in which `*` and `?` stand for any characters.
  init(word: String) {
    let hasGlob = word.contains { $0 == "*" || $0 == "?" }
    self.init(word, glob: hasGlob ? GlobPattern(word: word) : nil)
  }

  /// A phrase, taken as it is.
  init(_ text: String) {
    self.init(text, glob: nil)
  }

  /// Bytes that are looked for as they are.
  init(exactly bytes: [UInt8]) {
    self.init(bytes: bytes, folds: [UInt8](repeating: 0, count: bytes.count), glob: nil)
  }

  /// A text that is looked for as it is; `nil` where it is too short to tell much.
  init?(text: String) {
    guard text.utf8.count >= Self.shortest else { return nil }
    self.init(exactly: Array(text.utf8))
  }

  /// The longest run of characters in what a pattern holds for; `nil` where it is too short to tell much.
  init?(runOf pattern: GlobPattern) {
    let run = pattern.longestRun
    guard run.count >= Self.shortest else { return nil }
    self.init(exactly: run)
  }

  /// Below it so many events have a text that looking for it does not pay.
  private static let shortest = 3

  /// How many bytes it has.
  var length: Int { bytes.count }

  /// Whether it may stretch over any number of bytes, so that it must be looked for in one value at a time.
  var isGlob: Bool { glob != nil }

  private init(_ text: String, glob: GlobPattern?) {
    let ignoresCase = !text.contains(where: \.isUppercase)
    let bytes = Array(text.utf8)
    self.init(
      bytes: bytes, folds: bytes.map { ignoresCase && (0x61...0x7a).contains($0) ? 0x20 : 0 }, glob: glob)
  }

  private init(bytes: [UInt8], folds: [UInt8], glob: GlobPattern?) {
    (self.bytes, self.folds, self.glob) = (bytes, folds, glob)
    (rare, other) = Self.rarest(of: bytes)
  }

  /// Whether it stands somewhere in some bytes.
  ///
  /// Sixty-four places are looked at in one step, and only where two bytes of the needle fit, those that are rare in
  /// events, the rest is.
  func isContained(in text: UnsafeRawBufferPointer) -> Bool {
    if let glob { return glob.matches(text) }
    if bytes.isEmpty { return true }
    let end = text.count - bytes.count + 1
    guard end > 0 else { return false }
    let (rare, other) = (self.rare, self.other)
    let (rareByte, rareFold) = (SIMD16(repeating: bytes[rare]), SIMD16(repeating: folds[rare]))
    let (otherByte, otherFold) = (SIMD16(repeating: bytes[other]), SIMD16(repeating: folds[other]))
    @inline(__always) func fits(_ index: Int) -> SIMDMask<SIMD16<Int8>> {
      let rares = text.loadUnaligned(fromByteOffset: index &+ rare, as: SIMD16<UInt8>.self)
      let others = text.loadUnaligned(fromByteOffset: index &+ other, as: SIMD16<UInt8>.self)
      return ((rares | rareFold) .== rareByte) .& ((others | otherFold) .== otherByte)
    }
    var index = 0
    while index &+ 64 <= end {
      let (first, second) = (fits(index), fits(index &+ 16))
      let (third, fourth) = (fits(index &+ 32), fits(index &+ 48))
      if Self.isAny((first .| second) .| (third .| fourth)) {
        for place in index..<(index &+ 64) where isContained(in: text, at: place) { return true }
      }
      index &+= 64
    }
    while index &+ 16 <= end {
      if Self.isAny(fits(index)) {
        for place in index..<(index &+ 16) where isContained(in: text, at: place) { return true }
      }
      index &+= 16
    }
    while index < end {
      if isContained(in: text, at: index) { return true }
      index &+= 1
    }
    return false
  }

  /// Whether a lane is set. The library's own `any` is a call, which took a fifth of a search.
  @inline(__always) private static func isAny(_ mask: SIMDMask<SIMD16<Int8>>) -> Bool {
    let halves = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    return halves[0] | halves[1] != 0
  }

  @inline(__always) private func isContained(in text: UnsafeRawBufferPointer, at start: Int) -> Bool {
    for offset in 0..<bytes.count where text[start &+ offset] | folds[offset] != bytes[offset] {
      return false
    }
    return true
  }

  /// Characters that are frequent in events, the most frequent first.
  private static let frequent = Array("\"eatoinrs:,ld1cu0-mp2/.hgy3b45f6879_vwkTZ{}xzjq ".utf8)

  /// Where the two bytes stand that are the rarest in events.
  private static func rarest(of bytes: [UInt8]) -> (rare: Int, other: Int) {
    let ranks = bytes.map { frequent.firstIndex(of: $0) ?? frequent.count }
    let order = ranks.indices.sorted { ranks[$0] > ranks[$1] }
    return (order.first ?? 0, order.dropFirst().first ?? order.first ?? 0)
  }

  /// Whether it stands in one of the strings of some JSON that are written with escapes, as what they stand for.
  func isContained(inEscapedStringsOf json: UnsafeRawBufferPointer) -> Bool {
    guard let base = json.baseAddress, json.contains(byte: 0x5c) else { return false }
    var start = 0
    while start < json.count, let quote = memchr(base + start, 0x22, json.count - start) {
      let first = UnsafeRawPointer(quote) - base + 1
      var hasEscapes = false
      var index = first
      while index < json.count, json[index] != 0x22 {
        let isEscape = json[index] == 0x5c
        hasEscapes = hasEscapes || isEscape
        index += isEscape ? 2 : 1
      }
      let end = min(index, json.count)
      if hasEscapes,
        JSONString.unescaped(UnsafeRawBufferPointer(rebasing: json[first..<end]))?
          .withUnsafeBytes({ isContained(in: $0) }) == true
      {
        return true
      }
      start = end + 1
    }
    return false
  }
}

extension UnsafeRawBufferPointer {
  /// Whether a byte stands somewhere in it.
  func contains(byte: UInt8) -> Bool {
    guard let baseAddress else { return false }
    return memchr(baseAddress, Int32(byte), count) != nil
  }
}
