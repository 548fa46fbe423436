import CloudEvents

/// Remembers which events have been seen, by source and id: 8 bytes for each.
public struct SeenEvents: Sendable {
  private var identities: Set<UInt64> = []

  public init() {}

  /// Notes an event; whether one with the same source and id was there before.
  public mutating func insert(_ event: EncodedEvent, in bytes: UnsafeRawBufferPointer) -> Bool {
    let identity = EventStore.identity(of: event, in: bytes)
    return identity != 0 && !identities.insert(identity).inserted
  }
}
