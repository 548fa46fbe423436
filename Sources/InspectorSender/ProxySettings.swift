import InspectorCore

/// Which proxy a request goes through, as the environment says: `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`,
/// read as curl reads them.
public struct ProxySettings: Sendable, Equatable {
  /// A proxy to connect to.
  public struct Proxy: Sendable, Hashable {
    public var host: String
    public var port: Int
    /// `name:password` as it stood before the `@`, percent-decoded later.
    public var userinfo: String?
    public var isSOCKS: Bool
  }

  /// For `http://` and for `https://` targets.
  var plain: Proxy?
  var secure: Proxy?
  /// Hosts that are spoken to directly: names, which cover what ends with them, addresses, or `*`.
  var exceptions: [String]

  /// No proxy at all.
  public static let none = ProxySettings(plain: nil, secure: nil, exceptions: [])

  init(plain: Proxy?, secure: Proxy?, exceptions: [String]) {
    self.plain = plain
    self.secure = secure
    self.exceptions = exceptions
  }

  /// Reads the settings from variables; `HTTP_PROXY` in capitals is not read, because servers set it from a header.
  ///
  /// - Throws: ``ProxyError`` where a value is no proxy's address.
  public init(environment: (String) -> String?) throws(ProxyError) {
    func proxy(_ names: String...) throws(ProxyError) -> Proxy? {
      for name in names {
        if let value = environment(name) { return value.isEmpty ? nil : try Proxy(value, variable: name) }
      }
      return nil
    }
    plain = try proxy("http_proxy", "all_proxy", "ALL_PROXY")
    secure = try proxy("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    let list = environment("no_proxy") ?? environment("NO_PROXY") ?? ""
    exceptions = list.split { $0 == "," || $0 == " " }.map { String($0).lowercased() }
  }

  /// The proxy for a target; `nil` where it is spoken to directly.
  public func proxy(host: String, port: Int, isTLS: Bool) -> Proxy? {
    guard let proxy = isTLS ? secure : plain else { return nil }
    let host = host.lowercased()
    for exception in exceptions {
      if exception == "*" { return nil }
      var (name, wanted) = (exception[...], Int?.none)
      if !name.hasPrefix("["), name.filter({ $0 == ":" }).count == 1, let colon = name.lastIndex(of: ":") {
        wanted = Int(name[name.index(after: colon)...])
        name = name[..<colon]
      }
      if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
      if name.hasPrefix("*") { name = name.dropFirst() }
      if name.hasPrefix(".") { name = name.dropFirst() }
      if let wanted, wanted != port { continue }
      if host == name || host.hasSuffix(".\(name)") { return nil }
    }
    return proxy
  }
}

extension ProxySettings.Proxy {
  fileprivate init(_ text: String, variable: String) throws(ProxyError) {
    var rest = text[...]
    isSOCKS = false
    if let scheme = rest.firstRange(of: "://") {
      switch rest[..<scheme.lowerBound].lowercased() {
      case "http": break
      case "socks5", "socks5h", "socks": isSOCKS = true
      default: throw ProxyError(variable: variable, value: text)
      }
      rest = rest[scheme.upperBound...]
    }
    do {
      guard case .http(let host, let port, _, _, let userinfo) = try Address("http://\(rest)") else {
        throw ProxyError(variable: variable, value: text)
      }
      let authority = rest.prefix { $0 != "/" }
      let hasPort = authority.last?.isNumber == true && authority.contains(":")
      self.host = host
      self.port = hasPort ? port : 1080
      self.userinfo = userinfo
    } catch {
      throw ProxyError(variable: variable, value: text)
    }
  }
}

/// A variable that names no proxy; its description is the sentence for the user.
public struct ProxyError: Error, Equatable, CustomStringConvertible {
  public var variable: String
  public var value: String

  public var description: String {
    "\(variable) is \(AddressError.masked(value)), which is no proxy; one is http://HOST:PORT or socks5://HOST:PORT."
  }
}
