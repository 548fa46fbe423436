/// Data as a format sees it that tells text from bytes.
package enum TextualData {
  /// Text, as UTF-8.
  case text([UInt8])
  case bytes([UInt8])
}

extension CloudEvent {
  /// The data as UTF-8 text where it is text, else as its bytes; `nil` where there is none.
  package var textualData: TextualData? {
    switch data {
    case nil: return nil
    case .json(let bytes), .unencodable(let bytes): return .text(bytes)
    case .binary(let bytes): return .bytes(bytes)
    case .text(let bytes):
      // Text in a charset that is not known here came from a format of text, as UTF-8.
      let charset = contentType.flatMap { Charset(of: $0) } ?? .utf8
      return charset.decode(bytes).map { .text(Array($0.utf8)) } ?? .bytes(bytes)
    }
  }

  /// The event with `datacontenttype` set to what JSON data is where nothing else is said, for formats in which it is
  /// not implied (JSON format, section 3.1).
  package var sayingContentType: CloudEvent {
    guard datacontenttype == nil, case .json? = data else { return self }
    var event = self
    event.datacontenttype = MediaType.json.description
    return event
  }
}

extension EventData {
  /// Text that came as UTF-8 in a format of text, in the charset that `datacontenttype` declares, so that the bytes
  /// are those that binary mode would carry.
  package init(text: [UInt8], contentType: MediaType?) {
    guard let contentType else {
      self = .text(text)
      return
    }
    guard text.contains(where: { $0 >= 0x80 }) || Charset(of: contentType) != nil else {
      self = .text(text)
      return
    }
    let encoded = Charset(of: contentType)?.encode(String(decoding: text, as: UTF8.self))
    self = encoded.map { .text($0) } ?? .unencodable(text)
  }

  /// The same, and JSON where the type is that and the text too.
  package init(text: [UInt8], orJSON contentType: MediaType?) {
    if let contentType, contentType.isJSON {
      self.init(bytes: text, contentType: contentType)
    } else {
      self.init(text: text, contentType: contentType)
    }
  }
}
