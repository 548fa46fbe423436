/// An event as it lies in the bytes that carried it: where each attribute and the data stand, nothing copied.
///
/// Decoders make these, because looking is cheaper than taking: most events are never opened. Offsets count from the
/// start of the bytes that were decoded. ``event(in:)`` makes the ``CloudEvent``.
public struct EncodedEvent: Sendable {
  /// Where `specversion` stands.
  public var specversion = EncodedValue.absent
  /// Where `id` stands.
  public var id = EncodedValue.absent
  /// Where `source` stands.
  public var source = EncodedValue.absent
  /// Where `type` stands.
  public var type = EncodedValue.absent
  /// Where `subject` stands.
  public var subject = EncodedValue.absent
  /// Where `time` stands.
  public var time = EncodedValue.absent
  /// Where `datacontenttype` stands.
  public var datacontenttype = EncodedValue.absent
  /// Where `dataschema` stands.
  public var dataschema = EncodedValue.absent
  /// What the specification does not define, in the order of arrival.
  public var extensions: [EncodedExtension] = []
  /// Where the data stands.
  public var data = EncodedData.absent

  /// An event of which nothing has been found.
  public init() {}

  /// The attributes that the specification defines and the extensions that are present, in the specification's order.
  public func forEachAttribute(
    in bytes: UnsafeRawBufferPointer, _ body: (_ name: AttributeName, _ value: EncodedValue) -> Void
  ) {
    if !specversion.isAbsent { body(.specversion, specversion) }
    if !id.isAbsent { body(.id, id) }
    if !source.isAbsent { body(.source, source) }
    if !type.isAbsent { body(.type, type) }
    if !subject.isAbsent { body(.subject, subject) }
    if !time.isAbsent { body(.time, time) }
    if !datacontenttype.isAbsent { body(.datacontenttype, datacontenttype) }
    if !dataschema.isAbsent { body(.dataschema, dataschema) }
    for attribute in extensions where !attribute.value.isAbsent {
      body(attribute.name(in: bytes), attribute.value)
    }
  }

  /// Where an attribute stands; absent where it is not set.
  public func value(of name: AttributeName, in bytes: UnsafeRawBufferPointer) -> EncodedValue {
    switch name {
    case .specversion: specversion
    case .id: id
    case .source: source
    case .type: type
    case .subject: subject
    case .time: time
    case .datacontenttype: datacontenttype
    case .dataschema: dataschema
    default: extensions.first { $0.isNamed(name, in: bytes) }?.value ?? .absent
    }
  }

  /// An attribute's value, by the type that the attribute has; the text where it is no such value, and `nil` where it is
  /// not set.
  public func attribute(_ name: AttributeName, in bytes: UnsafeRawBufferPointer) -> AttributeValue? {
    let value = value(of: name, in: bytes)
    return value.isAbsent ? nil : value.attribute(name, of: version(in: bytes), in: bytes)
  }

  private func version(in bytes: UnsafeRawBufferPointer) -> SpecVersion {
    SpecVersion(description: specversion.text(in: bytes) ?? "1.0")
  }

  /// The event, with everything copied out of the bytes.
  public func event(in bytes: UnsafeRawBufferPointer) -> CloudEvent {
    let version = version(in: bytes)
    var attributes: [(name: AttributeName, value: AttributeValue)] = []
    attributes.reserveCapacity(8 + extensions.count)
    forEachAttribute(in: bytes) { name, value in
      attributes.append((name, value.attribute(name, of: version, in: bytes)))
    }
    let type = datacontenttype.text(in: bytes).flatMap { MediaType($0) }
    return CloudEvent(attributes: attributes, data: data.data(in: bytes, contentType: type))
  }
}

/// Where an attribute's value stands, and how it is written there.
public struct EncodedValue: Sendable, Hashable {
  /// How a value is written.
  public enum Coding: UInt8, Sendable {
    /// It is not there.
    case absent
    /// UTF-8, as it is: a header without percent signs, a JSON string without escapes.
    case plain
    /// The inside of a JSON string with escapes.
    case jsonEscaped
    /// A JSON number.
    case jsonNumber
    /// `true` or `false` in JSON.
    case jsonBoolean
    /// A JSON array or object, which no attribute may be.
    case jsonStructure
    /// A header's value with percent-encoding or in quotes (HTTP binding, section 3.1.3.2).
    case header
  }

  /// The bytes, as they are written.
  public var range: ByteRange
  /// How they are written.
  public var coding: Coding

  /// A value by its place.
  public init(_ range: ByteRange, _ coding: Coding) {
    self.range = range
    self.coding = coding
  }

  /// A value that is not there.
  public static let absent = EncodedValue(.none, .absent)
  /// Whether it is not there.
  public var isAbsent: Bool { coding == .absent }

  /// The value's UTF-8 bytes, decoded; `nil` where it is absent or its coding is broken.
  public func bytes(in bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    let raw = bytes[range]
    return switch coding {
    case .absent: nil
    case .plain, .jsonNumber, .jsonBoolean, .jsonStructure: Array(raw)
    case .jsonEscaped: JSONString.unescaped(raw)
    case .header: HeaderValueCoding.decode(raw)
    }
  }

  /// The value as text; where its coding is broken, the closest text that can be shown; `nil` where it is absent.
  public func text(in bytes: UnsafeRawBufferPointer) -> String? {
    switch coding {
    case .absent: return nil
    case .plain, .jsonNumber, .jsonBoolean, .jsonStructure:
      return String(decoding: bytes[range], as: UTF8.self)
    case .jsonEscaped: return JSONString.lossyText(bytes[range])
    case .header:
      return String(decoding: HeaderValueCoding.decode(bytes[range]) ?? Array(bytes[range]), as: UTF8.self)
    }
  }

  /// The value as that of an attribute; the text where it is no such value.
  fileprivate func attribute(
    _ name: AttributeName, of version: SpecVersion, in bytes: UnsafeRawBufferPointer
  ) -> AttributeValue {
    let text = text(in: bytes) ?? ""
    let typed: AttributeValue? =
      switch coding {
      case .jsonBoolean: .boolean(text == "true")
      case .jsonNumber: AttributeValue(text, as: .integer)
      default: AttributeValue(text, as: version.kind(of: name) ?? .string)
      }
    return typed ?? .string(text)
  }

  /// Whether another value in the same bytes is the same text, or both are absent.
  func hasSameText(as other: EncodedValue, in bytes: UnsafeRawBufferPointer) -> Bool {
    if coding == other.coding, bytes[range].elementsEqual(bytes[other.range]) { return true }
    return self.bytes(in: bytes) == other.bytes(in: bytes)
  }

  /// The same value in bytes that begin `offset` bytes earlier.
  public func shifted(by offset: Int) -> EncodedValue {
    isAbsent ? self : EncodedValue(range.shifted(by: offset), coding)
  }
}

/// An extension attribute's name and value in the bytes.
public struct EncodedExtension: Sendable {
  /// The name without a header's `ce-`; its case is as it came, and in headers means nothing.
  public var nameRange: ByteRange
  /// Whether the name is a JSON string with escapes.
  public var nameHasEscapes: Bool
  /// Whether the name stands in a header, so that its case means nothing.
  public var isHeader: Bool
  /// Where its value stands.
  public var value: EncodedValue

  /// An extension attribute by its places.
  public init(nameRange: ByteRange, nameHasEscapes: Bool = false, isHeader: Bool = false, value: EncodedValue)
  {
    self.nameRange = nameRange
    self.nameHasEscapes = nameHasEscapes
    self.isHeader = isHeader
    self.value = value
  }

  /// The name, valid or not.
  public func name(in bytes: UnsafeRawBufferPointer) -> AttributeName {
    let raw = bytes[nameRange]
    if nameHasEscapes { return AttributeName(unchecked: JSONString.lossyText(raw)) }
    if isHeader {
      return AttributeName(unchecked: String(decoding: raw.lazy.map(\.asciiLowercased), as: UTF8.self))
    }
    return AttributeName(unchecked: String(decoding: raw, as: UTF8.self))
  }
}

/// Where an event's data stands, and how it is written there.
public struct EncodedData: Sendable, Hashable {
  /// How data is written.
  public enum Coding: UInt8, Sendable {
    /// There is none.
    case absent
    /// One JSON value.
    case json
    /// The inside of a JSON string that holds text.
    case jsonText
    /// The inside of a JSON string that holds Base64.
    case base64
    /// The body of a binary-mode message.
    case body
  }

  /// The bytes, as they are written.
  public var range: ByteRange
  /// How they are written.
  public var coding: Coding

  /// Data by its place.
  public init(_ range: ByteRange, _ coding: Coding) {
    self.range = range
    self.coding = coding
  }

  /// Data that is not there.
  public static let absent = EncodedData(.none, .absent)

  /// The data, copied out of the bytes; `nil` where there is none.
  public func data(in bytes: UnsafeRawBufferPointer, contentType: MediaType?) -> EventData? {
    let raw = bytes[range]
    switch coding {
    case .absent:
      return nil
    case .json:
      return .json(Array(raw))
    case .jsonText:
      return EventData(
        text: JSONString.unescaped(raw) ?? Array(JSONString.lossyText(raw).utf8), contentType: contentType)
    case .base64:
      if let bytes = Base64.decode(raw) { return .binary(bytes) }
      // Escapes are rare here: a sender may write a slash as \/.
      let text = JSONString.unescaped(raw) ?? []
      return text.withUnsafeBytes { Base64.decode($0) }.map { .binary($0) }
    case .body:
      return EventData(bytes: Array(raw), contentType: contentType)
    }
  }

  /// The same data in bytes that begin `offset` bytes earlier.
  public func shifted(by offset: Int) -> EncodedData {
    coding == .absent ? self : EncodedData(range.shifted(by: offset), coding)
  }
}

extension EncodedEvent {
  /// The same event in bytes that begin `offset` bytes earlier.
  public func shifted(by offset: Int) -> EncodedEvent {
    var event = self
    event.shift(by: offset)
    return event
  }

  /// Makes the spans those of bytes that begin `offset` bytes earlier.
  public mutating func shift(by offset: Int) {
    guard offset != 0 else { return }
    specversion = specversion.shifted(by: offset)
    id = id.shifted(by: offset)
    source = source.shifted(by: offset)
    type = type.shifted(by: offset)
    subject = subject.shifted(by: offset)
    time = time.shifted(by: offset)
    datacontenttype = datacontenttype.shifted(by: offset)
    dataschema = dataschema.shifted(by: offset)
    data = data.shifted(by: offset)
    for index in extensions.indices {
      extensions[index].nameRange = extensions[index].nameRange.shifted(by: offset)
      extensions[index].value = extensions[index].value.shifted(by: offset)
    }
  }
}
