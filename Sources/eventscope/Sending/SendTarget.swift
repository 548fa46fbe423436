import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Where messages go, and what their head says about it.
struct SendTarget: Sendable {
  let address: Address
  /// The request's target: path and query.
  let target: String
  /// The value of `Host`.
  let host: String
  /// The address as it was given, without userinfo.
  private let text: String
  /// What stands before the host, for the Authorization field.
  private let userinfo: String?

  init(_ text: String) throws(Failure) {
    let address: Address
    do {
      address = try Address(text)
    } catch {
      throw Failure(.usage, "\(error)")
    }
    self.address = address
    switch address {
    case .http(let host, let port, let target, let isTLS, let userinfo):
      self.target = target
      self.userinfo = userinfo
      self.text = userinfo.map { text.replacingFirst("//\($0)@", with: "//") } ?? text
      let isDefault = port == (isTLS ? 443 : 80)
      self.host = Address.bracketed(host) + (isDefault ? "" : ":\(port)")
    case .unix, .unixNDJSON:
      target = "/"
      host = "localhost"
      userinfo = nil
      self.text = text
    }
  }

  /// Whether lines of NDJSON are sent rather than HTTP.
  var takesLines: Bool {
    if case .unixNDJSON = address { true } else { false }
  }

  /// The address as it is printed for other programs: without userinfo, which the Authorization field has.
  func url(keepSecrets: Bool) -> String { keepSecrets ? text : Secrets.maskingTarget(text) }

  /// The fields of a message to it as they are printed: secrets are masked where they are not kept.
  func shown(
    _ fields: [(name: String, value: [UInt8])], keepSecrets: Bool
  ) -> [(name: String, value: [UInt8])] {
    var fields = fields
    if let userinfo, !fields.contains(where: { $0.name.lowercased() == "authorization" }) {
      fields.append(("Authorization", Array("Basic \(Base64.encode(Array(userinfo.utf8)))".utf8)))
    }
    if keepSecrets { return fields }
    return fields.map { ($0.name, Secrets.maskedHeader(name: $0.name, value: $0.value)) }
  }

  /// A message as a request to it, as it is printed.
  func request(_ message: HTTPMessage, keepSecrets: Bool) -> [UInt8] {
    request(
      message.fields.map { ($0.name, Array($0.value.utf8)) }, body: message.body, keepSecrets: keepSecrets)
  }

  /// The same for fields that may be no text.
  ///
  /// - Parameter path: the request's target, where the address names none.
  func request(
    _ fields: [(name: String, value: [UInt8])], body: [UInt8], method: String = "POST", path: [UInt8]? = nil,
    keepSecrets: Bool
  ) -> [UInt8] {
    let own = Array(target.utf8)
    let target = target == "/" ? path ?? own : own
    let framed =
      [("Host", Array(host.utf8))] + shown(fields, keepSecrets: keepSecrets)
      + [("Content-Length", Array("\(body.count)".utf8))]
    return RequestHead.bytes(
      method: method, target: keepSecrets ? target : Secrets.maskingTarget(target), fields: framed) + body
  }
}

extension String {
  fileprivate func replacingFirst(_ part: String, with other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
