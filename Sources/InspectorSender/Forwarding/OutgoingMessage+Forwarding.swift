import CloudEventsHTTP
import InspectorCore

extension OutgoingMessage {
  /// Makes the message by which a rule sends an event on.
  ///
  /// As received means the same body, method, path and header fields, without those that are for one hop only
  /// (RFC 9110, 7.6.1) and without the sender's credentials. A line of NDJSON and a message over a WebSocket go on in
  /// structured mode.
  ///
  /// - Throws: why it goes no further, in a clause.
  init(
    forwarding received: ReceivedDelivery, entry: Int, as forward: RuleForward, via: Via, keepSecrets: Bool
  ) throws(ForwardRefusal) {
    let keepsCredentials = forward.keepsCredentials || keepSecrets
    let delivery = received.delivery
    let incoming = delivery.bytes.withUnsafeBytes { bytes in
      received.head?.fields.map { field in
        (name: String(decoding: bytes[field.name], as: UTF8.self), value: Array(bytes[field.value]))
      } ?? []
    }
    let hops = incoming.filter { $0.name.lowercased() == "via" }
      .map { String(decoding: $0.value, as: UTF8.self) }
    if let reason = via.refusal(hops) { throw ForwardRefusal(reason: reason) }

    var fields: [(name: String, value: [UInt8])]
    if let mode = forward.mode {
      guard let event = received.event(entry) else { throw ForwardRefusal(reason: "there is no event in it") }
      do {
        let message = try HTTPBinding().encode([event], mode: mode)
        fields = message.fields.map { ($0.name, Array($0.value.utf8)) }
        self.init(fields: fields, body: message.body)
      } catch {
        throw ForwardRefusal(reason: "it cannot be written in \(mode.rawValue) mode: \(error)")
      }
    } else if let head = received.head, !delivery.isWebSocketMessage {
      let (method, target) = delivery.bytes.withUnsafeBytes {
        (head.method(in: $0), head.targetBytes(in: $0))
      }
      fields = Self.endToEnd(incoming).filter { keepsCredentials || !Secrets.isSecretHeader($0.name) }
      if !keepsCredentials {
        fields = fields.map { ($0.name, Secrets.maskedHeader(name: $0.name, value: $0.value)) }
      }
      self.init(method: method, fields: fields, body: Array(delivery.bytes[delivery.headLength...]))
      if case .unix = forward.address { self.target = Self.path(target, keepsCredentials) }
      if case .http(_, _, "/", _, _) = forward.address { self.target = Self.path(target, keepsCredentials) }
    } else {
      fields = [("Content-Type", Array(received.contentType.utf8))]
      self.init(fields: fields, body: Array(delivery.bytes[delivery.headLength...]))
    }
    for header in forward.headers {
      fields.removeAll { $0.name.lowercased() == header.name.lowercased() }
      fields.append((header.name, Array(header.value.utf8)))
    }
    fields.append(("Via", Array(via.adding(to: hops).utf8)))
    self.fields = fields
  }

  /// The path that was asked for, for an address that names none itself.
  private static func path(_ target: [UInt8], _ keepsCredentials: Bool) -> [UInt8]? {
    guard target.first == UInt8(ascii: "/") else { return nil }
    return keepsCredentials ? target : Secrets.maskingTarget(target)
  }

  /// The fields that are not for one hop only.
  private static func endToEnd(
    _ fields: [(name: String, value: [UInt8])]
  ) -> [(name: String, value: [UInt8])] {
    let named = fields.filter { $0.name.lowercased() == "connection" }.flatMap { field in
      String(decoding: field.value, as: UTF8.self).lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }
        .map(String.init)
    }
    let dropped = hopByHop.union(named)
    return fields.filter { !dropped.contains($0.name.lowercased()) }
  }

  /// Those, and the ones that are made anew.
  private static let hopByHop: Set<String> = [
    "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "te", "trailer", "trailers",
    "transfer-encoding", "upgrade", "expect", "host", "content-length", "via",
  ]
}

/// Why an event is not sent on, in a clause.
struct ForwardRefusal: Error {
  var reason: String
}
