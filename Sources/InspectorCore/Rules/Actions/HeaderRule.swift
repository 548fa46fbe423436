/// What header fields a rule may write.
enum HeaderRule {
  /// Those that the transport writes itself.
  static let reserved = ["content-length", "transfer-encoding", "connection", "date", "host", "via"]

  /// The header's value where name and value can stand in a head.
  static func checked(_ header: RuleValue) -> String? {
    guard let text = header.text(as: "a text", mayBeEmpty: true) else { return nil }
    let isName = !header.name.isEmpty && header.name.utf8.allSatisfy { isToken($0) }
    guard isName, !reserved.contains(header.name.lowercased()) else {
      let reason = isName ? "is written by eventscope itself" : "is no name of a header"
      header.refuse("\(header.name) \(reason); write such as X-Reason", atKey: true)
      return nil
    }
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f || $0 == 0x09 }) else {
      header.refuse("a header's value is ASCII without control characters")
      return nil
    }
    return text
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
