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
    if body.contains(0) || !UTF8Validation.isValid(body) {
      // No argument can hold these bytes, so they come from a pipe.
      let octal = body.map { byte in
        let digits = String(byte, radix: 8)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
      return "printf '\(octal.joined())' | " + (words + ["--data-binary", "@-"]).joined(separator: " ")
    }
    // curl reads a file where data begins with @, so such data comes from a pipe too.
    if body.first == UInt8(ascii: "@") {
      return "printf %s \(quoted(body)) | " + (words + ["--data-binary", "@-"]).joined(separator: " ")
    }
    return (words + ["--data-binary", quoted(body)]).joined(separator: " ")
  }

  /// A word in single quotes.
  private static func quoted(_ bytes: [UInt8]) -> String {
    "'" + String(decoding: bytes, as: UTF8.self).replacing("'", with: "'\\''") + "'"
  }
}
