/// Where to listen or to send: one spelling for both.
///
/// `http://HOST:PORT`, `https://HOST:PORT`, `unix:PATH` (HTTP over that socket) or `unix+ndjson:PATH` (lines).
public enum Address: Sendable, Hashable, CustomStringConvertible {
  /// `target` is the path and query to send to; a listener has no use for it. `userinfo` is what stood before `@`.
  case http(host: String, port: Int, target: String, isTLS: Bool, userinfo: String?)
  case unix(path: String)
  case unixNDJSON(path: String)

  /// Whether an argument is meant to be an address at all.
  public static func looksLikeAddress(_ text: String) -> Bool {
    ["http://", "https://", "unix:", "unix+ndjson:"].contains { text.hasPrefix($0) }
  }

  /// Reads an address; the error's description is the sentence for the user.
  public init(_ text: String) throws(AddressError) {
    if text.hasPrefix("unix+ndjson:") || text.hasPrefix("unix:") {
      let isLines = text.hasPrefix("unix+ndjson:")
      let path = String(text.dropFirst(isLines ? "unix+ndjson:".count : "unix:".count))
      guard !path.isEmpty else {
        throw AddressError(
          text: text, reason: "the path is missing, as in unix:/run/user/1000/eventscope.sock")
      }
      guard path.utf8.count <= 107 else {
        throw AddressError(
          text: text, reason: "the path is \(path.utf8.count) bytes long, and a Unix socket's is at most 107")
      }
      guard !path.utf8.contains(0) else { throw AddressError(text: text, reason: "the path has a NUL byte") }
      self = isLines ? .unixNDJSON(path: path) : .unix(path: path)
      return
    }
    let isTLS = text.hasPrefix("https://")
    guard isTLS || text.hasPrefix("http://") else {
      throw AddressError(
        text: text, reason: "an address is http://HOST:PORT, https://HOST:PORT, unix:PATH or unix+ndjson:PATH"
      )
    }
    let rest = text.dropFirst(isTLS ? 8 : 7)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    var authority = rest[..<end]
    var target = String(rest[end...].prefix { $0 != "#" })
    if !target.hasPrefix("/") { target = "/" + target }
    guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw AddressError(text: text, reason: "spaces and other than ASCII stand percent-encoded in a path")
    }
    var userinfo: String?
    if let at = authority.lastIndex(of: "@") {
      userinfo = String(authority[..<at])
      authority = authority[authority.index(after: at)...]
    }
    let host: Substring
    var port: Substring = ""
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else {
        throw AddressError(text: text, reason: "the IPv6 address has no closing ]")
      }
      host = authority[authority.index(after: authority.startIndex)..<close]
      let tail = authority[authority.index(after: close)...]
      guard tail.isEmpty || tail.hasPrefix(":") else {
        throw AddressError(text: text, reason: "after ] only :PORT may stand")
      }
      port = tail.dropFirst()
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    } else {
      host = authority
    }
    guard !host.isEmpty else {
      throw AddressError(text: text, reason: "the host is missing, as in http://localhost:8080")
    }
    guard
      host.utf8.allSatisfy({
        $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "%") || $0 == UInt8(ascii: "%") && text.contains("[")
      })
    else { throw AddressError(text: text, reason: "a host name is ASCII; others stand in their xn-- form") }
    let number: Int
    if port.isEmpty {
      number = isTLS ? 443 : 80
    } else {
      guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(port), value <= 65535 else {
        throw AddressError(text: text, reason: "\(port) is no port: 0 to 65535")
      }
      number = value
    }
    self = .http(host: String(host), port: number, target: target, isTLS: isTLS, userinfo: userinfo)
  }

  /// The address as it is shown: userinfo is masked.
  public var description: String {
    switch self {
    case .unix(let path): "unix:\(path)"
    case .unixNDJSON(let path): "unix+ndjson:\(path)"
    case .http(let host, let port, let target, let isTLS, let userinfo):
      (isTLS ? "https://" : "http://") + (userinfo == nil ? "" : "****@") + Address.bracketed(host)
        + ":\(port)"
        + (target == "/" ? "" : Secrets.maskingTarget(target))
    }
  }

  /// The same address with another path and query, where it names none itself; sockets have none.
  public func withTarget(of request: String) -> Address {
    guard case .http(let host, let port, "/", let isTLS, let userinfo) = self, request.hasPrefix("/") else {
      return self
    }
    return .http(host: host, port: port, target: request, isTLS: isTLS, userinfo: userinfo)
  }

  /// The host as it stands in an authority: IPv6 addresses in brackets.
  public static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}

/// Why a text is no address.
public struct AddressError: Error, CustomStringConvertible, Equatable {
  public var text: String
  public var reason: String

  public var description: String { "\(Self.masked(text)) is no address: \(reason)." }

  /// A text that may be an address, without what stands before the `@` of its authority and behind `access_token=`.
  public static func masked(_ text: String) -> String { Secrets.maskingTarget(withoutUserinfo(text)) }

  private static func withoutUserinfo(_ text: String) -> String {
    guard let slashes = text.firstRange(of: "//") else { return text }
    let authority = text[slashes.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let at = authority.lastIndex(of: "@") else { return text }
    return text[..<slashes.upperBound] + "\(Secrets.mask)" + text[at...]
  }
}
