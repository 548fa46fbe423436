import CloudEvents
import InspectorCore

/// The requests that the records of a file tell of.
struct RecordedRequests {
  /// Whether their secrets stand in them as they are recorded, and not masked.
  let keepSecrets: Bool
  /// The batch whose body has been seen: its other members are in it.
  private var batch: (peer: String, received: WallTime)?

  init(keepSecrets: Bool) {
    self.keepSecrets = keepSecrets
  }

  /// The request that a record tells of; `nil` where it stands in the one before, as a batch's further members
  /// do, and for what is no record of a request.
  mutating func message(of record: RecordedEntry) -> ExportedMessage? {
    guard record.isRecord, let method = record.method, let target = record.target else { return nil }
    let delivery = record.received.delivery
    if record.batch != nil {
      if record.body == nil, let batch, batch == (delivery.peer, delivery.received) { return nil }
      batch = (delivery.peer, delivery.received)
    }
    let host = record.headers.first { $0.name.lowercased() == "host" }?.value ?? Array("localhost".utf8)
    let scheme = delivery.transport == .https ? "https" : "http"
    return ExportedMessage(
      method: method,
      url: "\(scheme)://"
        + String(
          urlBytes: keepSecrets
            ? host + target
            : Secrets.maskedHeader(name: "Host", value: host) + Secrets.maskingTarget(target)),
      fields: record.headers.map { name, value in
        (name, keepSecrets ? value : Secrets.maskedHeader(name: name, value: value))
      },
      body: record.body ?? [], event: record.event, received: delivery.received, status: record.status)
  }
}
