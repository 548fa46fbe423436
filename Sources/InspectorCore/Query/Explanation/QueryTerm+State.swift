import CloudEvents
import CloudEventsHTTP

extension QueryTerm {
  /// What an event has where the term looks, in a clause: `type is com.example.test`, `there is no subject`.
  ///
  /// - Parameter holds: whether the term holds for it.
  func state(in subject: QuerySubject, holds: Bool) -> String {
    switch self {
    case .attribute(let attribute, _):
      return Self.state(
        attribute.rawValue, subject.text(of: attribute.value(of: subject.event.encoded)),
        missing: "there is no \(attribute.rawValue)")
    case .extensionAttribute(let name, _):
      return Self.state(
        "\(name)", subject.text(of: subject.event.encoded.value(of: name, in: subject.eventBytes)),
        missing: "there is no extension \(name)")
    case .data(let path, _): return path.state(in: subject)
    case .header(let name, _): return Self.state(ofHeader: name, in: subject)
    case .flag(let flag): return "it is \(holds ? "" : "not ")\(flag.rawValue)"
    case .mode: return Self.state("the mode", subject.mode?.rawValue, missing: "it has no mode")
    case .transport: return "it came over \(subject.transport.rawValue)"
    case .format:
      return holds ? "it has this format" : "it has another event format, or none"
    case .method:
      return Self.state("the method", subject.requestText(0), missing: "there is no request, so no method")
    case .target:
      let target = subject.requestText(1).map { Secrets.maskingTarget($0) }
      return Self.state("the target", target, missing: "there is no request, so no target")
    case .peer: return Self.state("the peer", subject.peer, missing: "")
    case .tag:
      return subject.tags.isEmpty
        ? "it has no tag" : "its tags are \(Excerpt.of(subject.tags.joined(separator: ", ")))"
    case .status:
      return Self.state("the status", subject.status.map(String.init), missing: "it has no status")
    case .size: return "it has \(subject.size) byte\(subject.size == 1 ? "" : "s")"
    case .age:
      let seconds = Double(subject.now.nanoseconds(since: subject.received)) / 1e9
      return "it is \((seconds * 10).rounded() / 10) s old"
    case .number:
      return Self.state("its number", subject.number.map(String.init), missing: "it has no number")
    case .contains:
      return holds ? "it stands in the event" : "it stands in no attribute, header or data"
    }
  }

  private static func state(_ what: String, _ value: String?, missing: String) -> String {
    value.map { "\(what) is \(Excerpt.of($0))" } ?? missing
  }

  private static func state(ofHeader name: [UInt8], in subject: QuerySubject) -> String {
    let name = String(decoding: name, as: UTF8.self)
    var values: [String] = []
    _ = subject.anyHeader { field, value in
      if String(decoding: field, as: UTF8.self).lowercased().utf8.elementsEqual(name.utf8) {
        values.append(Secrets.maskedHeader(name: name, value: String(decoding: value, as: UTF8.self)))
      }
      return false
    }
    return state(
      "the header \(name)", values.isEmpty ? nil : values.joined(separator: ", "),
      missing: subject.headLength == 0 ? "a line has no headers" : "there is no header \(name)")
  }
}

extension DataPath {
  /// What stands at the path, or why nothing does.
  func state(in subject: QuerySubject) -> String {
    let found = subject.withJSONData { json -> String? in
      var found: String?
      _ = anyValue(in: json) { token, bytes in
        found = String(decoding: bytes[token.kind == .string ? token.contents : token.range], as: UTF8.self)
        return true
      }
      return found
    }
    switch found {
    case nil:
      return subject.event.encoded.data.coding == .absent ? "there is no data" : "the data is not JSON"
    case .some(nil): return "the data has no \(text)"
    case .some(.some(let value)): return "data.\(text) is \(Excerpt.of(value))"
    }
  }
}

extension QuerySubject {
  fileprivate func text(of value: EncodedValue) -> String? {
    withBytes(of: value) { String(decoding: $0, as: UTF8.self) }
  }

  fileprivate func requestText(_ index: Int) -> String? {
    requestWord(index).map { String(decoding: $0, as: UTF8.self) }
  }
}
