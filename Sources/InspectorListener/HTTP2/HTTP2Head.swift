import InspectorCore
import NIOHPACK
import NIOHTTP1

/// A request's head as HTTP/2 carries it: what the machine has to know of it, and how it looks as text.
struct HTTP2Head {
  private let headers: HPACKHeaders
  private let hasBody: Bool

  init(_ headers: HPACKHeaders, hasBody: Bool) {
    self.headers = headers
    self.hasBody = hasBody
  }

  /// The head as HTTP/1.1 would write it, which is how it is kept and shown: the pseudo-fields become the request
  /// line and Host, the others stay as they came.
  var bytes: [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(256)
    func add(_ part: String) {
      // What would end a line early is refused; it must not look like a line break meanwhile.
      text += part.utf8.lazy.map { $0 == 0x0d || $0 == 0x0a || $0 == 0 ? 0x20 : $0 }
    }
    add(pseudo(":method") ?? "")
    add(" ")
    add(pseudo(":path") ?? pseudo(":authority") ?? "")
    add(" HTTP/2")
    text += [0x0d, 0x0a]
    if let authority = pseudo(":authority"), headers.first(name: "host") == nil {
      add("host: ")
      add(authority)
      text += [0x0d, 0x0a]
    }
    for (name, value, _) in headers where name.utf8.first != UInt8(ascii: ":") {
      add(name)
      add(": ")
      add(value)
      text += [0x0d, 0x0a]
    }
    return text + [0x0d, 0x0a]
  }

  /// What is too much, or no head at all, before anybody asks what it says.
  func fault(_ limits: ListenerLimits) -> RequestMachine.Fault? {
    var size = 0
    var count = 0
    for (name, value, _) in headers {
      let field = name.utf8.count + value.utf8.count + 4
      if name == ":path" {
        if value.utf8.count > limits.target { return .headTooLarge(isTarget: true) }
      } else if field > limits.headerField {
        return .headTooLarge(isTarget: false)
      }
      if value.utf8.contains(where: { $0 == 0x0d || $0 == 0x0a || $0 == 0 }) {
        return .syntax("A field's value has a line break or a NUL, which cannot stand there.")
      }
      // Who reads the frames has made this of what is no text, and the bytes are gone.
      if value.unicodeScalars.contains("\u{fffd}") {
        return .syntax("A field's value has bytes that are no UTF-8; over HTTP/2 they stand percent-encoded.")
      }
      if let first = value.utf8.first, let last = value.utf8.last,
        first == 0x20 || first == 0x09 || last == 0x20 || last == 0x09
      {
        return .syntax(
          "A field's value has white space around it, which HTTP/2 does not have (RFC 9113, 8.2.1).")
      }
      size += field
      if name.utf8.first != UInt8(ascii: ":") { count += 1 }
    }
    return size > limits.headerList || count > limits.fields ? .headTooLarge(isTarget: false) : nil
  }

  var facts: RequestFacts {
    var facts = RequestFacts()
    facts.setMethod(HTTPMethod(rawValue: pseudo(":method") ?? ""))
    facts.target = pseudo(":path") ?? "*"
    if let authority = pseudo(":authority") { facts.add(name: "host", value: authority) }
    for (name, value, _) in headers where name.utf8.first != UInt8(ascii: ":") {
      // Both may say whom the request is for, if they say the same (RFC 9113, 8.3.1).
      if name == "host", value == facts.host { continue }
      facts.add(name: name, value: value)
    }
    facts.isStream = true
    facts.streamHasBody = hasBody
    return facts
  }

  private func pseudo(_ name: String) -> String? { headers.first(name: name) }

  /// The head and the body of an answer.
  static func response(_ answer: Answer, isHead: Bool, at now: WallTime) -> (HPACKHeaders, body: [UInt8]) {
    let status = (200...999).contains(answer.status) ? answer.status : 500
    var headers = HPACKHeaders([
      (":status", String(status)), ("date", HTTPDate.text(secondsSince1970: now.nanoseconds / 1_000_000_000)),
    ])
    for (name, value) in answer.headers where !ResponseRenderer.isFraming(name) {
      let line = String(
        decoding: value.utf8.map { $0 == 0x0d || $0 == 0x0a || $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
      headers.add(name: name.lowercased(), value: line)
    }
    guard status != 204, status != 304 else { return (headers, []) }
    headers.add(name: "content-length", value: String(answer.body.count))
    return (headers, isHead ? [] : answer.body)
  }
}
