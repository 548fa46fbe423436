import CloudEvents
import InspectorCore
import InspectorSender

/// What a receiver answered to the webhook handshake (Web Hooks 1.0.2, 4).
struct HandshakeReport {
  private let url: String
  private let origin: String
  private let status: Int
  /// Whether a rate was asked for, which the answer must then tell.
  private let asksRate: Bool
  private let allowedOrigin: String?
  private let allowedRate: String?
  private let allow: String?

  init(url: String, origin: String, asksRate: Bool, result: SendResult) {
    func value(_ name: String) -> String? { result.headers.first { $0.name.lowercased() == name }?.value }
    self.url = url
    self.origin = origin
    self.asksRate = asksRate
    status = result.status
    allowedOrigin = value("webhook-allowed-origin")
    allowedRate = value("webhook-allowed-rate")
    allow = value("allow")
  }

  /// Whether events may be sent there from the origin.
  var isAllowed: Bool { problems.isEmpty }

  /// What keeps events from being sent, and what breaks the specification, in sentences.
  private var problems: [String] {
    guard (200..<300).contains(status) else {
      return ["The receiver answered \(status) to OPTIONS; one that takes webhooks answers 200."]
    }
    guard let allowedOrigin else {
      return ["WebHook-Allowed-Origin is missing, so the receiver has not agreed to be sent events (4.2)."]
    }
    var problems: [String] = []
    if allowedOrigin != "*", allowedOrigin.lowercased() != origin.lowercased() {
      problems.append("WebHook-Allowed-Origin is \(allowedOrigin), where \(origin) or * would agree (4.2.1).")
    }
    if let allowedRate, allowedRate != "*", Int(allowedRate).map({ $0 > 0 }) != true {
      problems.append("WebHook-Allowed-Rate is \(allowedRate), where * or a number from 1 stands (4.2.2).")
    }
    if asksRate, allowedRate == nil {
      problems.append("WebHook-Allowed-Rate is missing, though WebHook-Request-Rate asked for one (4.2.2).")
    }
    if let allow, !methods(allow).contains("POST") {
      problems.append("Allow is \(allow), without POST, by which events are delivered (4.2).")
    }
    return problems
  }

  private func methods(_ allow: String) -> [String] {
    allow.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
  }

  /// For people; what came from outside is cleaned.
  var text: String {
    var lines = ["\(url) answered \(status)"]
    for (name, value) in [
      ("origin", allowedOrigin), ("rate", allowedRate.map { $0 == "*" ? "* (no limit)" : "\($0) a minute" }),
      ("methods", allow),
    ] {
      lines.append("  allowed \(name): \(value.map { TextCleaner.clean($0) } ?? "not said")")
    }
    lines += problems.map { "  " + TextCleaner.clean($0) }
    lines.append(isAllowed ? "Events from \(origin) may be sent." : "Events from \(origin) may not be sent.")
    return lines.joined(separator: "\n")
  }

  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("url", url)
      json.member("origin", origin)
      json.member("status", status)
      json.member("allowed", isAllowed)
      json.member("allowedOrigin", allowedOrigin)
      json.member("allowedRate", allowedRate)
      json.name("allow")
      json.array { json in
        for method in methods(allow ?? "") { json.string(method) }
      }
      json.name("problems")
      json.array { json in
        for problem in problems { json.string(problem) }
      }
    }
    return json.bytes
  }
}
