import CloudEvents
import CloudEventsHTTP

/// A delivery record: what arrived, what it turned out to be, and what was answered, as one JSON object.
public struct DeliveryRecord: Sendable {
  public var number: UInt64
  public var received: WallTime
  public var transport: Delivery.Transport
  public var peer: String
  /// `nil` for a line of NDJSON.
  public var method: String?
  /// As it came, with its secrets masked.
  public var target: [UInt8]?
  public var mode: ContentMode?
  public var format: String?
  /// Names and values in order, as they came, with their secrets masked.
  public var headers: [(name: String, value: [UInt8])]
  /// `nil` where the body stands on the batch's first member.
  public var body: [UInt8]?
  /// Bytes of the body, or of this member of a batch.
  public var size: Int
  /// Whether all of the body had arrived: not where the listener refused the delivery before that.
  public var isComplete: Bool
  public var batch: (index: Int, count: Int)?
  /// `nil` where nothing was answered, as to a line of NDJSON.
  public var status: Int?
  public var isValid: Bool
  public var event: CloudEvent?
  public var violations: [Violation]
  /// Why the listener itself turned it away.
  public var refusal: Delivery.Refusal?
  public var tags: [String]
  public var rules: [String]
  public var isKept: Bool

  /// The value of the first header of a name, which is given in lower case.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name }.map { String(decoding: $0.value, as: UTF8.self) }
  }

  init(_ received: ReceivedDelivery, entry index: Int, keepSecrets: Bool) {
    let entry = received.entries[index]
    let decoded = received.decodedEvent(ofEntry: index)
    let delivery = received.delivery
    number = received.firstNumber + UInt64(index)
    self.received = delivery.received
    transport = delivery.transport
    peer = delivery.peer
    mode = received.mode
    format = received.format
    status = delivery.isAnswered ? received.status : nil
    isValid = entry.isValid
    violations = received.messageViolations + (decoded?.violations ?? [])
    refusal = delivery.refusal
    tags = entry.outcome.tags
    rules = entry.outcome.rules
    isKept = !received.dropped.contains(index)
    batch = entry.batchIndex.map { ($0, received.batchCount) }
    (headers, method, target, event) = delivery.messageBytes.withUnsafeBytes { bytes in
      let head = received.head
      let fields = head?.fields.map { field in
        let name = String(decoding: bytes[field.name], as: UTF8.self)
        let value = Array(bytes[field.value])
        return (name: name, value: keepSecrets ? value : Secrets.maskedHeader(name: name, value: value))
      }
      let target = head?.targetBytes(in: bytes)
      let event = decoded?.event(in: bytes)
      return (
        fields ?? [], head?.method(in: bytes),
        keepSecrets ? target : target.map { Secrets.maskingTarget($0) },
        event.flatMap { $0.attributes.isEmpty && $0.data == nil ? nil : $0 }
      )
    }
    // What is no request at all has no fields to stand in, so that its bytes are shown as a body.
    let content = delivery.bytes[(received.head == nil ? 0 : delivery.headLength)...]
    size = entry.batchIndex == nil ? content.count : Int(decoded?.extent.count ?? 0)
    let hidesHead = received.head == nil && delivery.headLength > 0 && !keepSecrets
    body =
      index > 0
      ? nil
      : hidesHead
        ? Secrets.maskingBrokenHead(delivery.bytes, headLength: delivery.headLength) : Array(content)
    isComplete = delivery.refusal.map { !$0.leavesRest } ?? true
    if delivery.refusal != nil, let length = header("content-length").flatMap({ Int($0) }) {
      isComplete = content.count >= length
    }
  }

  /// Writes the record; nothing in it stands on a line of its own.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("seq", number)
      json.member("received", RFC3339.text(nanoseconds: received.nanoseconds, digits: 6))
      json.member("transport", transport.rawValue)
      json.member("peer", peer)
      json.member("method", method)
      json.member("target", target.map { String(decoding: $0, as: UTF8.self) })
      if let target, !UTF8Validation.isValid(target) {
        json.member("target_base64", Base64.encode(target))
      }
      json.member("mode", mode?.rawValue)
      json.member("format", format)
      write(headers: "headers", to: &json) { String(decoding: $0, as: UTF8.self) }
      // What text cannot hold stands there once more, whole.
      if !headers.allSatisfy({ UTF8Validation.isValid($0.value) }) {
        write(headers: "headers_base64", to: &json) { Base64.encode($0) }
      }
      if let body {
        if UTF8Validation.isValid(body) {
          json.member("body", String(decoding: body, as: UTF8.self))
        } else {
          json.member("body_base64", Base64.encode(body))
        }
      }
      json.member("size", size)
      if !isComplete { json.member("complete", false) }
      if let batch {
        json.name("batch")
        json.object { json in
          json.member("index", batch.index)
          json.member("count", batch.count)
        }
      }
      json.name("status")
      if let status { json.integer(status) } else { json.null() }
      json.member("valid", isValid)
      json.name("event")
      if let event { JSONEventFormat().write(event, to: &json, isCompact: true) } else { json.null() }
      writeViolations(to: &json)
      if !tags.isEmpty {
        json.name("tags")
        json.array { json in
          for tag in tags { json.string(tag) }
        }
      }
      if !rules.isEmpty {
        json.name("rules")
        json.array { json in
          for rule in rules { json.string(rule) }
        }
      }
      if !isKept { json.member("kept", false) }
    }
  }

  private func write(headers member: String, to json: inout JSONWriter, as text: ([UInt8]) -> String) {
    json.name(member)
    json.array { json in
      for (name, value) in headers {
        json.array { json in
          json.string(name)
          json.string(text(value))
        }
      }
    }
  }

  private func writeViolations(to json: inout JSONWriter) {
    json.name("violations")
    json.array { json in
      if let refusal {
        json.object { json in
          json.member("severity", "error")
          json.member("rule", refusal.rule)
          json.member("message", refusal.reason)
          json.member("section", refusal.section)
        }
      }
      for violation in violations { violation.write(to: &json) }
    }
  }

  /// The record as one line of NDJSON, without its line break.
  public var line: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    return json.bytes
  }
}
