/// An HTTPie command for each message, with the body on its standard input.
///
/// HTTPie drops a backslash before `:`, `;`, `=` and `@` in an item. Such a backslash in an attribute is
/// percent-encoded, which every receiver of the HTTP binding reads as the same.
public struct HTTPieExporter: Exporter {
  public let name = "httpie"
  public let title = "HTTPie command"
  public let fileExtension = "sh"

  public init() {}

  public func item(_ message: ExportedMessage) -> [UInt8]? {
    var words = [Array("http".utf8)]
    if message.body.isEmpty { words.append(Array("--ignore-stdin".utf8)) }
    words += [Array(message.method.utf8), ShellText.quoted(Self.url(of: message).utf8)]
    for (name, value) in message.fields {
      // With a space a value that begins with = or @ is no other kind of item.
      let item =
        value.isEmpty ? Array("\(name);".utf8) : Array("\(name): ".utf8) + Self.escaped(value, of: name)
      words.append(ShellText.quoted(item))
    }
    // What nobody gave a type is JSON to HTTPie.
    if message.field("content-type") == nil { words.append(Array("'Content-Type:'".utf8)) }
    let command = Array(words.joined(separator: [0x20])) + [0x0a]
    return message.body.isEmpty
      ? command : ShellText.printing(message.body) + Array(" | ".utf8) + command
  }

  /// Sockets as its plugin for them writes them.
  private static func url(of message: ExportedMessage) -> String {
    guard message.url.hasPrefix("unix:") else { return message.url }
    let path = message.url.dropFirst("unix:".count).utf8.map { byte in
      byte.isURLCharacter
        ? String(Unicode.Scalar(byte)) : "%" + TextCleaner.hexadecimal(UInt32(byte), digits: 2)
    }
    return "http+unix://\(path.joined())/"
  }

  private static func escaped(_ value: [UInt8], of name: String) -> [UInt8] {
    guard name.lowercased().hasPrefix("ce-"), value.contains(UInt8(ascii: "\\")) else { return value }
    return value.flatMap { $0 == UInt8(ascii: "\\") ? Array("%5C".utf8) : [$0] }
  }
}

extension UInt8 {
  /// Unreserved in RFC 3986.
  fileprivate var isURLCharacter: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "-._~".utf8.contains(self)
    }
  }
}
