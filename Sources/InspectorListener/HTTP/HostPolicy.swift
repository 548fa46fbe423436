import NIOCore

/// Which hosts and origins are served, so that no web page reaches a listener on the loopback interface by a
/// name of its own (DNS rebinding) or by a form.
struct HostPolicy: Sendable, Equatable {
  private var hosts: Set<String>
  private var origins: Set<String>
  private var servesEveryHost: Bool
  private var servesEveryOrigin: Bool

  /// `checksHost` is false on a Unix socket: no name leads there.
  init(allowedHosts: [String] = [], allowedOrigins: [String] = [], checksHost: Bool = true) {
    hosts = Set(allowedHosts.map { HostPolicy.name(ofAuthority: $0) })
    origins = Set(allowedOrigins.map { $0.lowercased() })
    servesEveryHost = !checksHost || allowedHosts.contains("*")
    servesEveryOrigin = allowedOrigins.contains("*")
  }

  /// The same policy, which also serves the host that is listened on.
  func serving(_ host: String) -> HostPolicy {
    var copy = self
    copy.hosts.insert(HostPolicy.name(ofAuthority: Self.bracketed(host)))
    return copy
  }

  func serves(host authority: String) -> Bool {
    if servesEveryHost { return true }
    let name = HostPolicy.name(ofAuthority: authority)
    return HostPolicy.isLoopback(name) || hosts.contains(name)
  }

  func serves(origin: String) -> Bool {
    if servesEveryOrigin { return true }
    // What is no ASCII is no origin (RFC 6454, 6.2), and letters under marks take long to compare.
    guard origin.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
    let origin = origin.lowercased()
    if origins.contains(origin) { return true }
    guard let scheme = ["http://", "https://"].first(where: { origin.hasPrefix($0) }) else { return false }
    let name = HostPolicy.name(ofAuthority: String(origin.dropFirst(scheme.count)))
    return HostPolicy.isLoopback(name) || hosts.contains(name)
  }

  /// The host of an authority in lower case, without port, brackets and final dot.
  static func name(ofAuthority authority: String) -> String {
    var name = Substring(authority.lowercased())
    if name.hasPrefix("[") {
      guard let end = name.firstIndex(of: "]") else { return String(name) }
      let port = name[name.index(after: end)...]
      guard port.isEmpty || isPort(port) else { return String(name) }
      return String(name[name.index(after: name.startIndex)..<end])
    }
    if let colon = name.firstIndex(of: ":"), isPort(name[colon...]) { name = name[..<colon] }
    if name.hasSuffix("."), name.count > 1 { name = name.dropLast() }
    return String(name)
  }

  /// Whether a text is a host with or without a port, as Host has it (RFC 3986, 3.2.2): no user, no path.
  static func isAuthority(_ text: some StringProtocol) -> Bool {
    var bytes = Substring(text).utf8[...]
    if bytes.first == UInt8(ascii: "["), let end = bytes.firstIndex(of: UInt8(ascii: "]")) {
      let address = bytes[bytes.startIndex..<end].dropFirst()
      guard address.allSatisfy({ $0.isHexDigitByte || ":.vV".utf8.contains($0) }) else { return false }
      bytes = bytes[end...].dropFirst()
    } else {
      bytes = bytes.drop { byte in
        byte.isHexDigitByte || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
          || "-._~%!$&'()*+,;=".utf8.contains(byte)
      }
    }
    return bytes.isEmpty
      || bytes.first == UInt8(ascii: ":")
        && bytes.dropFirst().allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// localhost, 127.0.0.0/8 and ::1.
  static func isLoopback(_ name: String) -> Bool {
    if name == "localhost" { return true }
    guard
      name.utf8.first == UInt8(ascii: "1") || name.utf8.first == UInt8(ascii: ":")
        || name.utf8.first == UInt8(ascii: "0")
    else { return false }
    guard let address = try? SocketAddress(ipAddress: name, port: 0) else { return false }
    switch address {
    case .v4(let address): return address.address.sin_addr.s_addr.bigEndian >> 24 == 127
    case .v6: return address.ipAddress == "::1"
    case .unixDomainSocket: return false
    }
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.first == ":" && text.utf8.dropFirst().allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}

extension UInt8 {
  fileprivate var isHexDigitByte: Bool {
    (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
  }
}
