import CloudEvents

/// What is found out about an entry before the store is locked for it: all connections wait for the same lock.
struct EntryFindings {
  /// A hash of source and id; 0 where one of them is missing.
  let identity: UInt64
  /// Whether something in what a search looks through is written otherwise than it is read: in Base64, with escapes in
  /// JSON, in percent-encoding in a header.
  let isCoded: Bool

  /// Lends what there is to find out about each entry of a delivery.
  static func with<Value>(
    _ appended: UnsafePointer<AppendedDelivery>, in message: UnsafeRawBufferPointer,
    _ body: (UnsafePointer<EntryFindings>) -> Value
  ) -> Value {
    let count = appended.pointee.entries.count
    return withUnsafeTemporaryAllocation(of: EntryFindings.self, capacity: max(1, count)) { findings in
      let common = Common(
        headLength: appended.pointee.delivery.headLength,
        areMembers: count > 0 && appended.pointee.entries[0].batchIndex != nil
          && appended.pointee.entries[0].event != nil,
        in: message)
      appended.pointee.events.withUnsafeBufferPointer { events in
        for index in 0..<count {
          let event = appended.pointee.entries[index].event.flatMap { events.baseAddress?.advanced(by: $0) }
          findings.initializeElement(
            at: index,
            to: EntryFindings(
              event, isMember: appended.pointee.entries[index].batchIndex != nil, of: common, in: message))
        }
      }
      return body(findings.baseAddress!)
    }
  }

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
