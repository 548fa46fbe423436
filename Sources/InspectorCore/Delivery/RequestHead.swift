import CloudEvents

/// Writes the head of an HTTP/1.1 request from parts that may hold other bytes than text.
public enum RequestHead {
  /// The request line, the fields in order, and the blank line that ends them.
  public static func bytes(
    method: String, target: [UInt8], fields: [(name: String, value: [UInt8])]
  ) -> [UInt8] {
    var head = Array("\(method) ".utf8) + target + Array(" HTTP/1.1\r\n".utf8)
    for (name, value) in fields { head += Array("\(name): ".utf8) + value + [0x0d, 0x0a] }
    return head + [0x0d, 0x0a]
  }

  /// What keeps such a head from being one request, as a clause; `nil` where nothing does.
  public static func fault(
    method: String, target: [UInt8], fields: [(name: String, value: [UInt8])]
  ) -> String? {
    if method.isEmpty || !method.utf8.allSatisfy(\.isTokenCharacter) { return "\"\(method)\" is no method" }
    if target.isEmpty || target.contains(where: { $0 <= 0x20 || $0 == 0x7f }) {
      return "its target has a space or a control character"
    }
    for (name, value) in fields {
      if name.isEmpty || !name.utf8.allSatisfy(\.isTokenCharacter) {
        return "\"\(name)\" is no header's name"
      }
      if value.contains(where: { $0 == 0 || $0 == 0x0a || $0 == 0x0d }) {
        return "the header \(name) has a line break or a NUL"
      }
    }
    return nil
  }
}
