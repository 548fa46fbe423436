import CloudEvents

/// Remembers which events have been seen, by source and id: 8 bytes for each.
public struct SeenEvents: Sendable {
  private var identities: Set<UInt64> = []

  public init() {}

  /// Whether one with the same source and id was there before.
  ///
  /// - Parameter isTaken: whether the event is noted: one that was refused is sent again, and that is no repetition.
  public mutating func insert(_ event: EncodedEvent, in bytes: UnsafeRawBufferPointer, isTaken: Bool) -> Bool
  {
    let identity = event.identity(in: bytes)
    if identity == 0 { return false }
    return isTaken ? !identities.insert(identity).inserted : identities.contains(identity)
  }
}
