import InspectorCore

/// Where messages go, and what their head says about it.
struct SendTarget: Sendable {
  let address: Address
  /// The request's target: path and query.
  let target: String
  /// The value of `Host`.
  let host: String

  init(_ text: String) throws(Failure) {
    let address: Address
    do {
      address = try Address(text)
    } catch {
      throw Failure(.usage, "\(error)")
    }
    self.address = address
    switch address {
    case .http(let host, let port, let target, let isTLS, _):
      self.target = target
      let isDefault = port == (isTLS ? 443 : 80)
      self.host = Address.bracketed(host) + (isDefault ? "" : ":\(port)")
    case .unix, .unixNDJSON:
      target = "/"
      host = "localhost"
    }
  }

  /// Whether lines of NDJSON are sent rather than HTTP.
  var takesLines: Bool {
    if case .unixNDJSON = address { true } else { false }
  }

  /// Whether the address carries a name and a password.
  var hasUserinfo: Bool {
    if case .http(_, _, _, _, .some) = address { true } else { false }
  }
}
