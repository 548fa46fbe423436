import CloudEvents

extension ReceivedDelivery {
  /// Bytes of the body, or of one member of a batch.
  public func size(ofEntry index: Int) -> Int {
    guard entries[index].batchIndex != nil else { return delivery.bytes.count - delivery.headLength }
    return Int(decodedEvent(ofEntry: index)?.extent.count ?? 0)
  }

  /// Lends one of the entries as a query sees it.
  ///
  /// - Parameter isDuplicate: whether an event with the same source and id was there before.
  public func withSubject<Value>(
    ofEntry index: Int, now: WallTime,
    isDuplicate: (_ event: EncodedEvent, _ bytes: UnsafeRawBufferPointer) -> Bool,
    _ body: (QuerySubject) -> Value
  ) -> Value {
    let entry = entries[index]
    return delivery.messageBytes.withUnsafeBytes { bytes in
      let event =
        decodedEvent(ofEntry: index) ?? DecodedEvent(extent: ByteRange(start: 0, count: bytes.count))
      func ask(_ eventBytes: UnsafeRawBufferPointer) -> Value {
        body(
          QuerySubject(
            bytes: bytes, headLength: delivery.headLength, event: event, eventBytes: eventBytes, mode: mode,
            transport: delivery.transport, peer: delivery.peer, received: delivery.received,
            status: !delivery.isAnswered || status == 0 ? nil : status, isValid: entry.isValid,
            isDuplicate: isDuplicate(event.encoded, eventBytes), isSent: false, tags: entry.outcome.tags,
            size: size(ofEntry: index), now: now,
            number: firstNumber == 0 ? nil : firstNumber + UInt64(index)))
      }
      return event.withBytes(in: bytes) { ask($0) }
    }
  }
}
