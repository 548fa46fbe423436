import CloudEvents

/// What is found out about an entry before the store is locked for it: all connections wait for the same lock.
struct EntryFindings {
  /// A hash of source and id; 0 where one of them is missing.
  let identity: UInt64
  /// Whether something in what a search looks through is written otherwise than it is read: in Base64, with escapes in
  /// JSON, in percent-encoding in a header.
  let isCoded: Bool

  /// - Parameters:
  ///   - event: the entry's event; `nil` where none could be found.
  ///   - isMember: whether it is a member of a batch.
  ///   - message: what the event's places point into, where it has no bytes of its own.
  init(
    _ event: UnsafePointer<DecodedEvent>?, isMember: Bool, of common: Common,
    in message: UnsafeRawBufferPointer
  ) {
    guard let event else {
      (identity, isCoded) = (0, common.isMessageCoded)
      return
    }
    if let own = event.pointee.ownBytes {
      (identity, isCoded) = own.withUnsafeBytes { own in
        (
          event.pointee.encoded.identity(in: own),
          common.isHeadCoded || own.contains(byte: UInt8(ascii: "\\"))
        )
      }
      return
    }
    identity = event.pointee.encoded.identity(in: message)
    isCoded =
      event.pointee.encoded.data.coding == .base64
      || (isMember
        ? common.isHeadCoded || message[event.pointee.extent].contains(byte: UInt8(ascii: "\\"))
        : common.isMessageCoded)
  }

  /// What is the same for all entries of a delivery.
  struct Common {
    let isHeadCoded: Bool
    /// False for a batch, each member of which is looked at alone.
    let isMessageCoded: Bool

    init(headLength: Int, isBatch: Bool, in message: UnsafeRawBufferPointer) {
      let head = UnsafeRawBufferPointer(rebasing: message[..<headLength])
      let body = UnsafeRawBufferPointer(rebasing: message[headLength...])
      isHeadCoded = head.contains(byte: UInt8(ascii: "%")) || head.contains(byte: UInt8(ascii: "\\"))
      isMessageCoded = !isBatch && (isHeadCoded || body.contains(byte: UInt8(ascii: "\\")))
    }
  }
}
