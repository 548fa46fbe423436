extension UnsafeRawBufferPointer {
  /// How many slots ``slot`` tells apart.
  static let slotCount = 64

  /// One of 64 slots, made of the length and the last bytes: for tables of what was seen lately, whose hits are compared
  /// byte by byte.
  ///
  /// Types and sources are nearly always ones that came before. To find one in these places takes 219 instructions, to
  /// find it by a hash that nobody can aim at 545 (callgrind, types of 25 bytes); the hash is asked where this fails.
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
