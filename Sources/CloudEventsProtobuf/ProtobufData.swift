import CloudEvents

/// How an event's data says that it is a protobuf message, and of which type (Protobuf format, section 3).
enum ProtobufData {
  static let mediaType = "application/protobuf"

  /// Whether data of a media type is a protobuf message, by the name that the format uses or an older one.
  static func isProtobuf(_ type: MediaType) -> Bool {
    type.type == "application" && ["protobuf", "x-protobuf", "vnd.google.protobuf"].contains(type.subtype)
  }

  /// A type URL as `dataschema`, which is a URI: `google.protobuf.Any` says that one without a scheme has `https`.
  static func schema(forTypeURL url: String) -> String {
    URI(url) != nil ? url : "https://" + url
  }

  /// The type URL that `dataschema` is, without the scheme that is implied; `nil` where it does not end with the name
  /// of a message.
  static func typeURL(forSchema schema: String) -> String? {
    let url = schema.hasPrefix("https://") ? String(schema.dropFirst(8)) : schema
    guard let slash = url.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let name = url[url.index(after: slash)...].utf8
    let isName = name.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2e || $0 == 0x5f }
    return isName && name.first.map { !$0.isASCIIDigit } == true ? url : nil
  }
}
