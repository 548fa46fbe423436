import CloudEvents
import CloudEventsHTTP
import InspectorSender

/// One request by which a receiver shows whether it follows the specification.
struct ReceiverCase: Sendable {
  enum Wanted: String, Sendable {
    /// The event is right: a 2xx.
    case accept
    /// It is not: a 4xx.
    case refuse
  }

  /// What a receiver that does otherwise breaks.
  enum Severity: String, Sendable {
    case error
    /// A SHOULD, or what receivers need not support.
    case warning
  }

  /// Such as `binary.json`.
  var name: String
  /// What the request has that matters, as a clause.
  var title: String
  /// The section that asks for it.
  var section: String
  var wanted: Wanted
  var severity: Severity
  var message: OutgoingMessage

  /// Whether an answer's status is what is wanted.
  func isMet(by status: Int) -> Bool {
    switch wanted {
    case .accept: (200..<300).contains(status)
    case .refuse: (400..<500).contains(status) && status != 429
    }
  }
}

extension ReceiverCase {
  private static let required: [(name: String, value: String)] = [
    ("specversion", "1.0"), ("id", "check-1"), ("source", "/eventscope/check"), ("type", "eventscope.check"),
  ]

  /// A request in binary mode; an attribute of `nil` is left out.
  static func binary(
    _ name: String, _ title: String, _ section: String, _ wanted: Wanted = .accept,
    _ severity: Severity = .error,
    with changes: [(name: String, value: String?)] = [], fields: [(name: String, value: String)] = [],
    body: [UInt8] = []
  ) -> ReceiverCase {
    var attributes = required
    for (name, value) in changes {
      let index = attributes.firstIndex { $0.name == name }
      if let index { attributes.remove(at: index) }
      if let value { attributes.insert((name, value), at: index ?? attributes.endIndex) }
    }
    return ReceiverCase(
      name: "binary.\(name)", title: title, section: "HTTP binding 1.0.2, 3.1; " + section, wanted: wanted,
      severity: severity,
      message: OutgoingMessage(headers: attributes.map { ("ce-" + $0.name, $0.value) } + fields, body: body))
  }

  /// A request in structured mode; members are JSON, and one of `nil` is left out.
  static func structured(
    _ name: String, _ title: String, _ section: String, _ wanted: Wanted = .accept,
    _ severity: Severity = .error,
    with changes: [(name: String, json: String?)] = [],
    contentType: String = "application/cloudevents+json"
  ) -> ReceiverCase {
    body(
      "structured.\(name)", title, section, wanted, severity, object(with: changes), contentType: contentType)
  }

  /// A request with a body of a content type.
  static func body(
    _ name: String, _ title: String, _ section: String, _ wanted: Wanted, _ severity: Severity,
    _ text: String,
    contentType: String
  ) -> ReceiverCase {
    ReceiverCase(
      name: name, title: title, section: section, wanted: wanted, severity: severity,
      message: OutgoingMessage(headers: [("Content-Type", contentType)], body: Array(text.utf8)))
  }

  /// A JSON event.
  static func object(with changes: [(name: String, json: String?)] = []) -> String {
    var members = required.map { (name: $0.name, json: "\"\($0.value)\"") }
    for (name, json) in changes {
      members.removeAll { $0.name == name }
      if let json { members.append((name, json)) }
    }
    return "{" + members.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}"
  }
}
