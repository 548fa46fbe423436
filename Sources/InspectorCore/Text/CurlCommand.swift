import CloudEvents

/// A message as a command for a shell: quoted so that no byte of it means anything to the shell.
public enum CurlCommand {
  /// - Parameters:
  ///   - target: a URL, or `unix:PATH`.
  ///   - fields: names and values in order, without those that curl writes itself.
  public static func text(target: String, fields: [(name: String, value: String)], body: [UInt8]) -> String {
    var words = ["curl", "-sS"]
    if target.hasPrefix("unix:") {
      words += ["--unix-socket", quoted(Array(target.dropFirst("unix:".count).utf8)), "http://localhost/"]
    } else {
      words.append(quoted(Array(target.utf8)))
    }
    for (name, value) in fields {
      // A header without a value needs a semicolon, or curl leaves it out.
      words += ["-H", quoted(Array((value.isEmpty ? "\(name);" : "\(name): \(value)").utf8))]
    }
    guard !body.isEmpty else { return (words + ["-X", "POST"]).joined(separator: " ") }
    // An argument is at most 128 KiB long, and cannot hold a NUL or what is no text; what a shell prints itself can.
    if body.contains(0) || body.count > 100_000 || !UTF8Validation.isValid(body) {
      return "printf '\(octal(body))' | " + (words + ["--data-binary", "@-"]).joined(separator: " ")
    }
    // curl reads a file where data begins with @, so such data comes from a pipe too.
    if body.first == UInt8(ascii: "@") {
      return "printf %s \(quoted(body)) | " + (words + ["--data-binary", "@-"]).joined(separator: " ")
    }
    return (words + ["--data-binary", quoted(body)]).joined(separator: " ")
  }

  /// Bytes as `printf` reads them: a backslash and three digits for each.
  private static func octal(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 4)
    for byte in bytes { text += [0x5c, 0x30 + (byte >> 6), 0x30 + (byte >> 3 & 7), 0x30 + (byte & 7)] }
    return String(decoding: text, as: UTF8.self)
  }

  /// A word in single quotes.
  public static func quoted(_ bytes: [UInt8]) -> String {
    "'" + String(decoding: bytes, as: UTF8.self).replacing("'", with: "'\\''") + "'"
  }
}
