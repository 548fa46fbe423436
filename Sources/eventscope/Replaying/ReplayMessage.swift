import CloudEvents
import CloudEventsHTTP
import InspectorCore
import InspectorSender

/// The message that sends a delivery again.
struct ReplayMessage {
  var message: OutgoingMessage
  var ids: [String]
  /// How many secrets were left out because a recording only has their mask.
  var masked = 0

  /// Fields that belong to the connection that a delivery came by, and are made anew.
  private static let ofConnection: Set<String> = [
    "host", "connection", "content-length", "transfer-encoding", "keep-alive", "te", "trailer", "upgrade",
    "expect",
    "proxy-connection", "proxy-authorization", "http2-settings",
  ]

  /// What there is to send of a delivery; several messages only where its events go one by one. Empty where it has
  /// nothing that can be sent like that.
  ///
  /// - Parameter fields: header fields that the user adds; they replace those of the same name.
  static func messages(
    for delivery: RecordedDelivery, mode: ReplayMode, target: SendTarget,
    fields: [(name: String, value: String)]
  ) throws(MessageEncodingError) -> [ReplayMessage] {
    if target.takesLines { return try lines(for: delivery, mode: mode) }
    guard let contentMode = mode.contentMode else {
      return asReceived(delivery, target: target, fields: fields).map { [$0] } ?? []
    }
    let events = delivery.entries.filter(\.isValid).compactMap(\.event)
    if events.isEmpty { return [] }
    let own = requestTarget(of: delivery, to: target)
    var messages: [ReplayMessage] = []
    for group in contentMode == .batched ? [events] : events.map({ [$0] }) {
      let encoded = try HTTPBinding().encode(group, mode: contentMode)
      messages.append(
        ReplayMessage(
          message: OutgoingMessage(
            fields: replacing(encoded.fields.map { ($0.name, Array($0.value.utf8)) }, by: fields),
            body: encoded.body,
            target: own?.target),
          ids: group.map(\.id), masked: own?.masked ?? 0))
    }
    return messages
  }

  private static func asReceived(
    _ delivery: RecordedDelivery, target: SendTarget, fields: [(name: String, value: String)]
  ) -> ReplayMessage? {
    let first = delivery.first
    let ids = delivery.entries.compactMap { $0.event?[.id] == nil ? nil : $0.event?.id }
    guard let method = first.method, !first.received.delivery.isWebSocketMessage else {
      // A line, or a message over a WebSocket: what it says in structured mode, byte for byte.
      let received = first.received.delivery
      // What was no request at all cannot be one now.
      if first.isRecord, received.transport != .ndjson, !received.isWebSocketMessage { return nil }
      let content = Array(received.bytes[received.headLength...])
      guard !content.isEmpty else { return nil }
      return ReplayMessage(
        message: OutgoingMessage(
          fields: replacing([("Content-Type", Array(first.received.contentType.utf8))], by: fields),
          body: content),
        ids: ids)
    }
    // The body of a batch stands on its first member; without that there is nothing that was received.
    guard let body = first.body else { return nil }
    var kept: [(name: String, value: [UInt8])] = []
    var masked = 0
    for field in first.headers where !ofConnection.contains(field.name.lowercased()) {
      if Secrets.isMasked(name: field.name, value: field.value) { masked += 1 } else { kept.append(field) }
    }
    kept = replacing(kept, by: fields)
    let own = requestTarget(of: delivery, to: target)
    // What was refused may be no request that anybody can send.
    guard RequestHead.fault(method: method, target: own?.target ?? [UInt8(ascii: "/")], fields: kept) == nil
    else {
      return nil
    }
    return ReplayMessage(
      message: OutgoingMessage(method: method, fields: kept, body: body, target: own?.target), ids: ids,
      masked: masked + (own?.masked ?? 0))
  }

  private static func lines(
    for delivery: RecordedDelivery, mode: ReplayMode
  ) throws(MessageEncodingError) -> [ReplayMessage] {
    if let mode = mode.contentMode, mode != .structured {
      throw MessageEncodingError(
        "A line carries an event in structured mode; leave out --mode \(mode.rawValue).")
    }
    let first = delivery.first
    if mode == .asReceived, first.method == nil, !first.received.delivery.bytes.isEmpty {
      return [
        ReplayMessage(
          message: OutgoingMessage(body: first.received.delivery.bytes),
          ids: first.event.map { [$0.id] } ?? [])
      ]
    }
    return delivery.entries.filter(\.isValid).compactMap(\.event).map { event in
      ReplayMessage(message: OutgoingMessage(body: JSONEventFormat().encodeLine(event)), ids: [event.id])
    }
  }

  /// The path and query that a delivery came to, where the address names none; without parameters of which only the mask
  /// is known, which are counted.
  private static func requestTarget(
    of delivery: RecordedDelivery, to target: SendTarget
  ) -> (target: [UInt8], masked: Int)? {
    guard target.target == "/", let own = delivery.first.target, own.first == UInt8(ascii: "/") else {
      return nil
    }
    return Secrets.withoutMasks(target: own)
  }

  private static func replacing(
    _ fields: [(name: String, value: [UInt8])], by others: [(name: String, value: String)]
  ) -> [(name: String, value: [UInt8])] {
    fields.filter { field in !others.contains { $0.name.lowercased() == field.name.lowercased() } }
      + others.map { ($0.name, Array($0.value.utf8)) }
  }
}
