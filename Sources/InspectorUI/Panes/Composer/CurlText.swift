import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// A curl command that somebody has copied, as the request that it would send.
struct CurlText {
  var url = ""
  var method: String?
  var headers: [HeaderLine] = []
  var body: [UInt8] = []

  /// `nil` where the text is no curl command that sends something to somewhere.
  init?(_ text: String) {
    guard var words = Self.words(in: text), words.first == "curl" else { return nil }
    words.removeFirst()
    var index = 0
    func next() -> String? {
      index += 1
      return index < words.count ? words[index] : nil
    }
    var parts: [String] = []
    while index < words.count {
      var word = words[index]
      var value: String?
      if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
        value = String(word[word.index(after: equals)...])
        word = String(word[..<equals])
      } else if word.hasPrefix("-"), !word.hasPrefix("--"), word.count > 2,
        "HdXuAeb".contains(word.dropFirst().first!)
      {
        value = String(word.dropFirst(2))
        word = String(word.prefix(2))
      }
      switch word {
      case "-H", "--header":
        guard let field = value ?? next() else { return nil }
        add(field)
      case "-d", "--data", "--data-raw", "--data-binary", "--data-ascii":
        guard let data = value ?? next() else { return nil }
        // Files are not read: the form says what stands in them.
        parts.append(data)
      case "--json":
        guard let data = value ?? next() else { return nil }
        parts.append(data)
        headers.append(HeaderLine("Content-Type", "application/json"))
      case "-X", "--request": method = value ?? next()
      case "-A", "--user-agent": (value ?? next()).map { headers.append(HeaderLine("User-Agent", $0)) }
      case "-b", "--cookie": (value ?? next()).map { headers.append(HeaderLine("Cookie", $0)) }
      case "--url": url = value ?? next() ?? ""
      case "--unix-socket": url = "unix:" + (value ?? next() ?? "")
      case "-u", "--user":
        (value ?? next()).map {
          headers.append(HeaderLine("Authorization", "Basic \(Base64.encode(Array($0.utf8)))"))
        }
      case "-o", "--output", "-m", "--max-time", "--connect-timeout", "-w", "--write-out", "--cacert", "-E",
        "--cert",
        "--noproxy", "--retry", "-x", "--proxy", "-e", "--referer":
        if value == nil { _ = next() }
      default:
        if !word.hasPrefix("-"), url.isEmpty { url = word.contains("://") ? word : "http://\(word)" }
      }
      index += 1
    }
    body = Array(parts.joined(separator: "&").utf8)
    guard !url.isEmpty else { return nil }
  }

  private mutating func add(_ field: String) {
    if let colon = field.firstIndex(of: ":") {
      let value = field[field.index(after: colon)...].drop { $0 == " " }
      if !value.isEmpty { headers.append(HeaderLine(String(field[..<colon]), String(value))) }
    } else if field.hasSuffix(";") {
      headers.append(HeaderLine(String(field.dropLast()), ""))
    }
  }

  /// The event that the request carries; `nil` where it is none.
  func event() -> (event: CloudEvent, mode: ContentMode)? {
    let message = HTTPMessage(fields: headers.map { ($0.name, $0.value) }, body: body)
    return message.requestBytes(target: "/", host: "localhost").withUnsafeBytes { bytes in
      guard let head = try? HTTPHead(bytes) else { return nil }
      let decoded = HTTPBinding().decode(head, body: ByteRange(head.length..<bytes.count), in: bytes)
      guard let mode = decoded.mode, let first = decoded.events.first else { return nil }
      return (first.encoded.event(in: first.ownBytes.map { _ in bytes } ?? bytes), mode)
    }
  }

  /// The headers that are not the event's own.
  var otherHeaders: [HeaderLine] {
    headers.filter { !$0.name.lowercased().hasPrefix("ce-") && $0.name.lowercased() != "content-type" }
  }

  /// The words of a shell's command line; `nil` where a quote is not closed.
  static func words(in text: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case " ", "\t", "\n", "\r\n", "\r":
        if let done = word { words.append(done) }
        word = nil
      case "'":
        guard let end = rest.firstIndex(of: "'") else { return nil }
        word = (word ?? "") + rest[..<end]
        rest = rest[rest.index(after: end)...]
      case "\"":
        guard let quoted = quoted(&rest) else { return nil }
        word = (word ?? "") + quoted
      case "$" where rest.first == "'":
        rest.removeFirst()
        guard let quoted = escaped(&rest) else { return nil }
        word = (word ?? "") + quoted
      case "\\":
        guard let next = rest.popFirst() else { return nil }
        if next != "\n", next != "\r\n" { word = (word ?? "") + String(next) }
      default: word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }

  /// What stands in double quotes.
  private static func quoted(_ rest: inout Substring) -> String? {
    var text = ""
    while let character = rest.popFirst() {
      if character == "\"" { return text }
      guard character == "\\", let next = rest.first else {
        text.append(character)
        continue
      }
      rest.removeFirst()
      if next == "\n" { continue }
      text += "\"\\$`".contains(next) ? String(next) : "\\" + String(next)
    }
    return nil
  }

  /// What stands in `$'…'`.
  private static func escaped(_ rest: inout Substring) -> String? {
    var text = ""
    while let character = rest.popFirst() {
      if character == "'" { return text }
      guard character == "\\", let next = rest.popFirst() else {
        text.append(character)
        continue
      }
      switch next {
      case "n": text += "\n"
      case "t": text += "\t"
      case "r": text += "\r"
      case "u", "x":
        let digits = rest.prefix(next == "u" ? 4 : 2).prefix { $0.isHexDigit }
        rest = rest.dropFirst(digits.count)
        if let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
          text.unicodeScalars.append(scalar)
        }
      default: text.append(next)
      }
    }
    return nil
  }
}
