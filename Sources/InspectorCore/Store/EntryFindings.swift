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
      (identity, isCoded) = (0, common.isHeadCoded || common.isBodyCoded)
      return
    }
    let isBase64 = event.pointee.encoded.data.coding == .base64
    if let own = event.pointee.ownBytes {
      identity = own.withUnsafeBytes { event.pointee.encoded.identity(in: $0) }
      isCoded =
        isBase64 || common.isHeadCoded || own.withUnsafeBytes { $0.contains(byte: UInt8(ascii: "\\")) }
      return
    }
    identity = event.pointee.encoded.identity(in: message)
    // Of a batch, each member is looked at alone.
    isCoded =
      isBase64 || common.isHeadCoded
      || (isMember
        ? message[event.pointee.extent].contains(byte: UInt8(ascii: "\\")) : common.isBodyCoded)
  }

  /// What is the same for all entries of a delivery.
  struct Common {
    let isHeadCoded: Bool
    /// False for a batch's members, which are looked at one by one.
    let isBodyCoded: Bool

    /// - Parameter areMembers: whether the entries have events that are members of a batch.
    init(headLength: Int, areMembers: Bool, in message: UnsafeRawBufferPointer) {
      let head = UnsafeRawBufferPointer(rebasing: message[..<headLength])
      let body = UnsafeRawBufferPointer(rebasing: message[headLength...])
      isHeadCoded = head.contains(byte: UInt8(ascii: "%")) || head.contains(byte: UInt8(ascii: "\\"))
      isBodyCoded = !areMembers && body.contains(byte: UInt8(ascii: "\\"))
    }
  }
}
