extension ByteRange {
  /// All of some bytes; `nil` where they are too many for a range to name.
  package init?(whole bytes: UnsafeRawBufferPointer) {
    guard bytes.count <= UInt32.max else { return nil }
    self.init(start: 0, count: bytes.count)
  }
}

extension DecodedEvent {
  /// What a decoder says to more bytes than it can name.
  package static func tooLarge(_ rule: ConformanceRule) -> DecodedEvent {
    DecodedEvent(
      extent: .none,
      violations: [Violation(rule, .message, "The body has more than 4 GiB; nothing that large is read.")])
  }
}
