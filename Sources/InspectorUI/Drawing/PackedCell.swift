/// A cell as a canvas keeps it: sixteen bytes without a reference, so that a screen of them is filled, compared and let
/// go as plain memory. With a string in each, half of what a key cost was counting references to letters.
struct PackedCell: Equatable {
  var glyph: PackedGlyph
  /// 1, or 2 for a wide glyph, or 0 for its right half.
  var width: UInt8
  var role: StyleRole
  var overlay: StyleRole?
  private var hashByte: UInt8
  private var hasHash: Bool
  /// Every one of the sixteen bytes is somebody's, so that cells can be compared as bytes.
  private var unused: UInt16 = 0

  init(
    _ glyph: PackedGlyph = .space, width: UInt8 = 1, role: StyleRole = .text, overlay: StyleRole? = nil,
    hash: UInt8? = nil
  ) {
    self.glyph = glyph
    self.width = width
    self.role = role
    self.overlay = overlay
    hashByte = hash ?? 0
    hasHash = hash != nil
  }

  var hash: UInt8? { hasHash ? hashByte : nil }

  static func == (one: PackedCell, other: PackedCell) -> Bool {
    unsafeBitCast(one, to: SIMD2<UInt64>.self) == unsafeBitCast(other, to: SIMD2<UInt64>.self)
  }

  /// Leaves a space where a glyph stood.
  mutating func blank() {
    glyph = .space
    width = 1
  }
}

/// The text of a cell: its UTF-8 where eight bytes are enough, as for every letter and nearly every emoji.
struct PackedGlyph: Equatable {
  /// The bytes, first one lowest; of a long glyph, its place among those of its canvas.
  private let bits: UInt64
  let isLong: Bool

  static let space = PackedGlyph(ascii: 0x20)
  static let ellipsis = PackedGlyph("…" as Unicode.Scalar)
  /// The right half of a wide glyph.
  static let nothing = PackedGlyph(bits: 0, isLong: false)

  /// One ASCII character.
  init(ascii byte: UInt8) { self.init(bits: UInt64(byte), isLong: false) }

  /// One character.
  init(_ scalar: Unicode.Scalar) { self.init(bits: Self.bits(of: scalar.utf8), isLong: false) }

  /// - Parameter longGlyphs: Where a text of more than eight bytes is kept.
  init(_ text: String, in longGlyphs: inout [String]) {
    let bytes = text.utf8
    guard bytes.count <= 8 else {
      self.init(bits: UInt64(longGlyphs.count), isLong: true)
      longGlyphs.append(text)
      return
    }
    self.init(bits: Self.bits(of: bytes), isLong: false)
  }

  private static func bits(of bytes: some BidirectionalCollection<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private init(bits: UInt64, isLong: Bool) {
    self.bits = bits
    self.isLong = isLong
  }

  /// Whether it is one ASCII character.
  var isASCII: Bool { bits < 0x80 && !isLong }

  func text(in longGlyphs: [String]) -> String {
    if isLong { return longGlyphs[Int(bits)] }
    if bits < 0x80 { return bits == 0 ? "" : String(Unicode.Scalar(UInt8(bits))) }
    return String(unsafeUninitializedCapacity: 8) { buffer in
      let count = 8 - bits.leadingZeroBitCount / 8
      for index in 0..<count { buffer[index] = UInt8(truncatingIfNeeded: bits >> (8 * index)) }
      return count
    }
  }
}
