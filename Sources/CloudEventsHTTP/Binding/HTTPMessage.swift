import CloudEvents

/// A message that carries events: the fields that the binding gives it, and its body.
public struct HTTPMessage: Sendable, Equatable {
  /// The fields in order: `Content-Type` and, in binary mode, `ce-…`. Framing is the transport's business.
  public var fields: [(name: String, value: String)]
  /// The body, without transfer coding.
  public var body: [UInt8]

  /// A message by its parts.
  public init(fields: [(name: String, value: String)], body: [UInt8]) {
    self.fields = fields
    self.body = body
  }

  /// Messages are equal where their fields, in order, and their bodies are.
  public static func == (left: HTTPMessage, right: HTTPMessage) -> Bool {
    left.body == right.body && left.fields.elementsEqual(right.fields, by: ==)
  }

  /// The whole request as HTTP/1.1 bytes, with `Host` and `Content-Length`.
  public func requestBytes(method: String = "POST", target: String, host: String) -> [UInt8] {
    var head = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n"
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    head += "Content-Length: \(body.count)\r\n\r\n"
    return Array(head.utf8) + body
  }
}

extension HTTPBinding {
  /// The message for one event in binary or structured mode, or for several in batched mode.
  ///
  /// An event that breaks the rules is encoded as it is, so that receivers can be tested with it.
  /// - Throws: where an attribute cannot stand in a header at all, or a mode takes one event and gets another number.
  public func encode(
    _ events: [CloudEvent], mode: ContentMode, format: some EventFormat = JSONEventFormat()
  ) throws(MessageEncodingError) -> HTTPMessage {
    switch mode {
    case .batched:
      guard let batchMediaType = format.batchMediaType else {
        throw MessageEncodingError("The \(format.name) format has no batch.")
      }
      return HTTPMessage(
        fields: [("Content-Type", batchMediaType + Self.charset(format))], body: format.encodeBatch(events))
    case .binary, .structured:
      guard let event = events.first, events.count == 1 else {
        throw MessageEncodingError("\(mode.rawValue) mode carries one event a message, not \(events.count).")
      }
      if mode == .structured {
        return HTTPMessage(
          fields: [("Content-Type", format.mediaType + Self.charset(format))], body: format.encode(event))
      }
      return try encodeBinary(event)
    }
  }

  private static func charset(_ format: some EventFormat) -> String {
    format.mediaType.hasSuffix("+json") || format.mediaType.hasSuffix("+xml") ? "; charset=utf-8" : ""
  }

  /// Section 3.1: each attribute a header, percent-encoded; the data as it is.
  private func encodeBinary(_ event: CloudEvent) throws(MessageEncodingError) -> HTTPMessage {
    var fields: [(name: String, value: String)] = []
    for (name, value) in event.attributes where name != .datacontenttype {
      guard !name.rawValue.isEmpty, name.rawValue.utf8.allSatisfy(\.isTokenCharacter) else {
        throw MessageEncodingError(
          "The attribute name \"\(name)\" cannot stand in a header; use only a-z and 0-9.")
      }
      fields.append(("ce-\(name)", HeaderValueCoding.encode(value.canonicalString)))
    }
    // Data that is JSON because nothing else was said must say so here, where the default is another.
    if let type = event.datacontenttype ?? event.contentType?.description {
      guard type.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
        throw MessageEncodingError("datacontenttype has a control character, which cannot stand in a header.")
      }
      fields.append(("Content-Type", type))
    }
    if case .unencodable? = event.data {
      throw MessageEncodingError(
        "The data cannot be written as \(event.datacontenttype ?? "text"): its charset is not known here or has not all "
          + "of the characters; use structured mode, or declare charset=utf-8.")
    }
    return HTTPMessage(fields: fields, body: event.data?.bytes ?? [])
  }
}
