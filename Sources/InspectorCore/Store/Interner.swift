#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Gives equal runs of bytes one small number, compared byte by byte: number 0 is for what was not taken.
///
/// Bounded: after `maximumCount` different values, or `maximumBytes` of memory for them, for values over `maximumLength`
/// bytes, and for what is no UTF-8, the answer is 0.
struct Interner: Sendable {
  static let maximumCount = 65_536
  static let maximumLength = 1024

  /// The texts by number; the first stands for what was not taken.
  private(set) var texts: [String] = [""]
  private var slots: [UInt32]
  private var hashes: [Int] = [0]
  /// The numbers that were given last, by ``UnsafeRawBufferPointer/slot``.
  private var recent: [UInt32]
  private let maximumBytes: Int
  private var bytes = 0
  /// What a text takes besides its bytes.
  private static let overhead = 64

  init(maximumBytes: Int = .max) {
    self.maximumBytes = maximumBytes
    slots = [UInt32](repeating: 0, count: 256)
    recent = [UInt32](repeating: 0, count: UnsafeRawBufferPointer.slotCount)
  }

  /// The number of some UTF-8 bytes, a new one where they were never seen.
  mutating func intern(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    guard bytes.count > 0, bytes.count <= Self.maximumLength else { return 0 }
    let slot = bytes.slot
    let known = recent[slot]
    if known != 0, isText(Int(known), bytes) { return known }
    let number = find(bytes)
    recent[slot] = number
    return number
  }

  private mutating func find(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var hasher = Hasher()
    hasher.combine(bytes: bytes)
    let hash = hasher.finalize()
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash, isText(number, bytes) { return UInt32(number) }
      slot = (slot + 1) & (slots.count - 1)
    }
    // What is no UTF-8 would not be found again by its text, and take a number each time.
    let size = bytes.count + Self.overhead
    guard texts.count < Self.maximumCount, self.bytes + size <= maximumBytes,
      let text = String(validating: bytes, as: UTF8.self)
    else {
      return 0
    }
    slots[slot] = UInt32(texts.count)
    texts.append(text)
    self.bytes += size
    hashes.append(hash)
    if texts.count * 2 > slots.count { grow() }
    return UInt32(texts.count - 1)
  }

  /// Compared as memory: a String's own iterator costs more than all else here.
  private func isText(_ number: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
    var text = texts[number]
    return text.utf8.count == bytes.count
      && text.withUTF8 { memcmp($0.baseAddress!, bytes.baseAddress!, bytes.count) == 0 }
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    for number in 1..<texts.count {
      var slot = hashes[number] & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(number)
    }
    slots = larger
  }
}
