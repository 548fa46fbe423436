import CloudEvents
import InspectorCore

/// An entry as a command for a shell: quoted so that no byte of it means anything to the shell.
enum CurlExport {
  static func command(for entry: Entry, to target: String) -> String {
    var words = ["curl", "-sS"]
    if target.hasPrefix("unix:") {
      words += ["--unix-socket", quoted(Array(target.dropFirst("unix:".count).utf8)), "http://localhost/"]
    } else {
      let shown =
        (try? Address(target))?.withTarget(of: entry.requestLine.target).description
        ?? AddressError.masked(target)
      words.append(quoted(Array(shown.utf8)))
    }
    let skipped = [
      "host", "content-length", "connection", "transfer-encoding", "expect", "user-agent", "accept",
    ]
    for (name, value) in entry.fields where !skipped.contains(name.lowercased()) {
      // A header without a value needs a semicolon, or curl leaves it out.
      let masked = Secrets.maskedHeader(name: name, value: value)
      words += ["-H", quoted(Array((masked.isEmpty ? "\(name);" : "\(name): \(masked)").utf8))]
    }
    if entry.headLength == 0 { words += ["-H", "'Content-Type: application/cloudevents+json'"] }
    let body = entry.headLength == 0 ? entry.bytes : entry.bodyBytes
    guard !body.isEmpty else { return (words + ["-X", "POST"]).joined(separator: " ") }
    // An argument is at most 128 KiB long, and what a shell prints itself may be longer.
    if body.contains(0) || body.count > 100_000 || !UTF8Validation.isValid(body) {
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
  static func quoted(_ bytes: [UInt8]) -> String {
    "'" + String(decoding: bytes, as: UTF8.self).replacing("'", with: "'\\''") + "'"
  }
}
