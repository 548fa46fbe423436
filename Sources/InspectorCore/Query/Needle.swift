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
    glob = nil
    self.bytes = bytes
    folds = [UInt8](repeating: 0, count: bytes.count)
  }

  /// Whether it may stretch over any number of bytes, so that it must be looked for in one value at a time.
  var isGlob: Bool { glob != nil }

  private init(_ text: String, glob: GlobPattern?) {
    self.glob = glob
    let ignoresCase = !text.contains(where: \.isUppercase)
    bytes = Array(text.utf8)
    folds = bytes.map { ignoresCase && (0x61...0x7a).contains($0) ? 0x20 : 0 }
  }

  /// Whether it stands somewhere in some bytes.
  ///
  /// Sixteen places are looked at in one step, and only where the first and the last byte fit, the rest is.
  func isContained(in text: UnsafeRawBufferPointer) -> Bool {
    if let glob { return glob.matches(text) }
    guard let first = bytes.first, let last = bytes.last else { return true }
    let length = bytes.count
    guard text.count >= length else { return false }
    let end = text.count - length + 1
    var index = 0
    if end >= 16 {
      let firsts = SIMD16(repeating: first)
      let lasts = SIMD16(repeating: last)
      let firstFold = SIMD16(repeating: folds[0])
      let lastFold = SIMD16(repeating: folds[length - 1])
      while index &+ 16 <= end {
        let heads = text.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
        let tails = text.loadUnaligned(fromByteOffset: index &+ length &- 1, as: SIMD16<UInt8>.self)
        let fits = ((heads | firstFold) .== firsts) .& ((tails | lastFold) .== lasts)
        if any(fits) {
          for lane in 0..<16 where fits[lane] && isContained(in: text, at: index &+ lane) { return true }
        }
        index &+= 16
      }
    }
    while index < end {
      if isContained(in: text, at: index) { return true }
      index &+= 1
    }
    return false
  }

  @inline(__always) private func isContained(in text: UnsafeRawBufferPointer, at start: Int) -> Bool {
    for offset in 0..<bytes.count where text[start &+ offset] | folds[offset] != bytes[offset] {
      return false
    }
    return true
  }

  /// Whether it stands in one of the strings of some JSON that are written with escapes, as what they stand for.
  func isContained(inEscapedStringsOf json: UnsafeRawBufferPointer) -> Bool {
    guard let base = json.baseAddress, memchr(base, 0x5c, json.count) != nil else { return false }
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
