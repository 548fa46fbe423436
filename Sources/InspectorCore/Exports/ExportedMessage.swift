import CloudEvents
import CloudEventsHTTP

/// A message as exporters see it: its secrets are masked already where they are to be.
public struct ExportedMessage: Sendable {
  public var method: String
  /// `http://HOST:PORT/…`, `https://…` or `unix:PATH`.
  public var url: String
  /// Names and values in order, without what a client writes itself (`Host`, `Content-Length`, …).
  public var fields: [(name: String, value: [UInt8])]
  public var body: [UInt8]
  /// The event that it carries, or that one of a batch which is meant; `nil` where there is none.
  public var event: CloudEvent?
  public var received: WallTime
  /// What it was answered with.
  public var status: Int?

  public init(
    method: String = "POST", url: String, fields: [(name: String, value: [UInt8])], body: [UInt8],
    event: CloudEvent? = nil, received: WallTime, status: Int? = nil
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
    self.event = event
    self.received = received
    self.status = status
  }

  /// A message that nobody sent yet.
  public init(_ message: HTTPMessage, url: String, event: CloudEvent?, received: WallTime) {
    self.init(
      url: url, fields: message.fields.map { ($0.name, Array($0.value.utf8)) }, body: message.body,
      event: event, received: received)
  }

  /// What was stored, to be sent to another place.
  ///
  /// - Parameters:
  ///   - target: where to. The entry's own path and query are kept where it names none.
  ///   - keepSecrets: whether they stand in it as they came.
  public init(_ entry: Entry, to target: Address, keepSecrets: Bool) {
    var address = target.withTarget(of: String(urlBytes: entry.targetBytes))
    var fields = entry.rawFields.map { (name: String(decoding: $0.name, as: UTF8.self), value: $0.value) }
      .filter { !Self.isWrittenByClients($0.name) }
    // A line, or a message over a WebSocket, whose head is that of the handshake.
    let standsAlone = entry.headLength == 0 || entry.requestLine.method == "GET" && entry.format != nil
    if standsAlone {
      fields = [(name: "Content-Type", value: Array((entry.format ?? "application/cloudevents+json").utf8))]
    }
    if case .http(let host, let port, let path, let isTLS, let userinfo?) = address {
      address = .http(host: host, port: port, target: path, isTLS: isTLS, userinfo: nil)
      fields.append(
        (name: "Authorization", value: Array("Basic \(Base64.encode(Array(userinfo.utf8)))".utf8)))
    }
    if case .unixNDJSON(let path) = address { address = .unix(path: path) }
    if !keepSecrets {
      fields = fields.map { ($0.name, Secrets.maskedHeader(name: $0.name, value: $0.value)) }
    }
    self.init(
      method: standsAlone ? "POST" : entry.requestLine.method,
      url: address.spelled(keepSecrets: keepSecrets), fields: fields,
      body: entry.headLength == 0 ? entry.bytes : entry.bodyBytes, event: entry.event,
      received: entry.received, status: entry.status)
  }

  /// Whether a client gives a request that field without being told to: framing, and the connection's own.
  private static func isWrittenByClients(_ name: String) -> Bool {
    ["host", "content-length", "connection", "transfer-encoding", "expect", "keep-alive", "te", "upgrade"]
      .contains(name.lowercased())
  }

  /// The first value of a field.
  func field(_ name: String) -> [UInt8]? {
    fields.first { $0.name.lowercased() == name }?.value
  }
}

extension String {
  /// The bytes of a URL, or of a part of one: what is no UTF-8 in them is percent-encoded, as a URL has it.
  public init(urlBytes bytes: [UInt8]) {
    if UTF8Validation.isValid(bytes) {
      self.init(decoding: bytes, as: UTF8.self)
    } else {
      self = bytes.reduce(into: "") { text, byte in
        if byte < 0x80 {
          text.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
          text += "%" + TextCleaner.hexadecimal(UInt32(byte), digits: 2)
        }
      }
    }
  }
}

extension Address {
  /// The address as a program takes it; without the name and the password, which stand in a header.
  fileprivate func spelled(keepSecrets: Bool) -> String {
    guard keepSecrets, case .http(let host, let port, let target, let isTLS, _) = self else {
      return description
    }
    return (isTLS ? "https://" : "http://") + Address.bracketed(host) + ":\(port)"
      + (target == "/" ? "" : target)
  }
}
