/// A curl command for each message.
public struct CurlExporter: Exporter {
  public let name = "curl"
  public let title = "curl command"
  public let fileExtension = "sh"

  public init() {}

  public func item(_ message: ExportedMessage) -> [UInt8]? {
    Self.bytes(for: message) + [0x0a]
  }

  /// The command on its own, without a line break at its end.
  public static func command(for message: ExportedMessage) -> String {
    String(decoding: bytes(for: message), as: UTF8.self)
  }

  private static func bytes(for message: ExportedMessage) -> [UInt8] {
    var words = [Array("curl -sS".utf8)]
    if message.url.hasPrefix("unix:") {
      words.append(Array("--unix-socket".utf8))
      words.append(ShellText.quoted(message.url.dropFirst("unix:".count).utf8))
      words.append(Array("http://localhost/".utf8))
    } else {
      let path = message.url.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" }
      // Brackets and braces are patterns to curl, and it shortens paths with dots.
      if path.contains(where: { "[]{}".contains($0) }) { words.append(Array("-g".utf8)) }
      if path.contains("/.") { words.append(Array("--path-as-is".utf8)) }
      words.append(ShellText.quoted(message.url.utf8))
    }
    for (name, value) in message.fields {
      // A header without a value needs a semicolon, or curl leaves it out.
      let field = value.isEmpty ? Array("\(name);".utf8) : Array("\(name): ".utf8) + value
      words += [Array("-H".utf8), ShellText.quoted(field)]
    }
    guard !message.body.isEmpty else {
      return Array((words + [Array("-X \(message.method)".utf8)]).joined(separator: [0x20]))
    }
    // What nobody gave a type is a form to curl.
    if message.field("content-type") == nil { words.append(Array("-H 'Content-Type:'".utf8)) }
    if message.method != "POST" { words.append(Array("-X \(message.method)".utf8)) }
    // curl reads a file where data begins with @, so such data comes from a pipe as well.
    let isPiped = !ShellText.canBeQuoted(message.body) || message.body.first == UInt8(ascii: "@")
    words += [Array("--data-binary".utf8), isPiped ? Array("@-".utf8) : ShellText.quoted(message.body)]
    let command = Array(words.joined(separator: [0x20]))
    return isPiped ? ShellText.printing(message.body) + Array(" | ".utf8) + command : command
  }
}
