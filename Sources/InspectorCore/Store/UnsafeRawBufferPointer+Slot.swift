extension UnsafeRawBufferPointer {
  /// How many slots ``slot`` tells apart.
  static let slotCount = 64

  /// One of 64 slots, made of the length and the last bytes: for tables of what was seen lately, whose hits are compared
  /// byte by byte.
  ///
  /// Attributes of events are nearly always ones that came before. Telling so by a look at one of few places takes a
  /// fifth of the instructions of a hash that nobody can aim at, which is still asked where this fails.
  var slot: Int {
    var word = UInt64(truncatingIfNeeded: count)
    if count >= 8 {
      word ^= loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
    } else {
      for byte in self { word = word &<< 8 ^ UInt64(byte) }
    }
    return Int(truncatingIfNeeded: (word &* 0x9e37_79b9_7f4a_7c15) &>> 58)
  }
}
