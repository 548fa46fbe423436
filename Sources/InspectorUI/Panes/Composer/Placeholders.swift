import CloudEvents
import InspectorCore

/// What `{uuid}`, `{now}`, `{seq}` and `{env:NAME}` stand for when a message is sent.
struct Placeholders: Sendable, Equatable {
  var uuid: String
  var now: WallTime
  var sequence: Int
  var environment: [String: String]

  /// A text with the placeholders filled in; what is none stays as it is.
  ///
  /// In one pass over the bytes: data may be large, and this is done for each key.
  func filled(_ text: String, hidesSecrets: Bool = false) -> String {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "{"),
        let end = bytes[index...].prefix(128).firstIndex(of: UInt8(ascii: "}")),
        let value = value(
          of: String(decoding: bytes[(index + 1)..<end], as: UTF8.self), hidesSecrets: hidesSecrets)
      {
        out += Array(value.utf8)
        index = end + 1
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private func value(of name: String, hidesSecrets: Bool) -> String? {
    switch name {
    case "uuid": return uuid
    case "now": return RFC3339.text(nanoseconds: now.nanoseconds, digits: 3)
    case "seq": return String(sequence)
    default:
      guard name.hasPrefix("env:") else { return nil }
      let variable = String(name.dropFirst("env:".count))
      guard let value = environment[variable] else { return nil }
      let isSecret =
        Secrets.isSecretHeader(variable.replacing("_", with: "-"))
        || variable.uppercased().contains("PASSWORD")
      return hidesSecrets && isSecret ? Secrets.mask : value
    }
  }

  /// The names in braces that are no placeholders.
  func unknown(in text: String) -> [String] {
    text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { piece in
      guard let end = piece.firstIndex(of: "}") else { return nil }
      let name = String(piece[..<end])
      let isName = !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_" || $0 == "-") }
      return isName && value(of: name, hidesSecrets: true) == nil ? name : nil
    }
  }

  /// The variables that a text asks for and that are not set.
  func missing(in text: String) -> [String] {
    text.split(separator: "{env:").dropFirst(text.hasPrefix("{env:") ? 0 : 1).compactMap { piece in
      guard let end = piece.firstIndex(of: "}") else { return nil }
      let name = String(piece[..<end])
      return environment[name] == nil ? name : nil
    }
  }
}
