import CloudEvents

extension EntryRecord {
  /// Whether something may stand in an attribute, a header or the data, told from the bytes alone: they have it, or
  /// something in them is coded so that it could be in them unseen.
  func mayContain(_ needle: Needle, in segment: ByteSegment) -> Bool {
    flags.contains(.coded)
      || withSearched(in: segment) { part, head in
        needle.isContained(in: part) || head.map { needle.isContained(in: $0) } == true
      }
  }

  /// Lends what an event's attributes, headers and data stand in: the whole message, or the event and the message's head.
  private func withSearched(
    in segment: ByteSegment, _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer?) -> Bool
  ) -> Bool {
    segment.withBytes(at: Int(offset) + Int(peerLength), count: segmentCount - Int(peerLength)) { whole in
      let start = decodedCount > 0 ? Int(count) : 0
      let message = UnsafeRawBufferPointer(
        rebasing: whole[start..<(start + Int(decodedCount > 0 ? decodedCount : count))])
      if own.isEmpty && batchCount == 0 { return body(message, nil) }
      let head = UnsafeRawBufferPointer(rebasing: message[..<Int(headLength)])
      return body(own.isEmpty ? message[extent] : whole[own], head)
    }
  }
}
