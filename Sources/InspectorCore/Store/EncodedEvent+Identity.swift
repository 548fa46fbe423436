import CloudEvents

extension EncodedEvent {
  /// A hash of source and id, which together are one event's (CloudEvents 1.0.2, `id`); 0 where one of them is missing.
  func identity(in bytes: UnsafeRawBufferPointer) -> UInt64 {
    guard !id.isAbsent, !source.isAbsent else { return 0 }
    var hasher = Hasher()
    source.hash(in: bytes, into: &hasher)
    hasher.combine(UInt8(0))
    id.hash(in: bytes, into: &hasher)
    return max(1, UInt64(bitPattern: Int64(hasher.finalize())))
  }
}

extension EncodedValue {
  fileprivate func hash(in bytes: UnsafeRawBufferPointer, into hasher: inout Hasher) {
    if coding == .plain {
      hasher.combine(bytes: bytes[range])
    } else {
      self.bytes(in: bytes)?.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
  }
}
