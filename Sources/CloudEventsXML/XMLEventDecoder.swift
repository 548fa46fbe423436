import CloudEvents

/// Reads one event element, whose start tag has been read.
struct XMLEventDecoder {
  /// What the data's element holds, until `datacontenttype` is known, which may come after it.
  private enum Payload {
    case text([UInt8])
    case bytes([UInt8])
    case element([UInt8])
  }

  private let bytes: UnsafeRawBufferPointer
  private var event = EventCollector(duplicate: .xmlDuplicate)
  private var payload: Payload?
  private var hasData = false
  private var hasStrayText = false

  /// Reads up to the end of the element, and checks the event.
  static func decode(
    _ element: XMLElement, from parser: inout XMLPullParser, in bytes: UnsafeRawBufferPointer
  ) throws(XMLError) -> DecodedEvent {
    var decoder = XMLEventDecoder(bytes: bytes)
    decoder.readSpecversion(element)
    try decoder.readChildren(from: &parser)
    decoder.placeData()
    return decoder.event.finished(extent: ByteRange(Int(element.extent.start)..<parser.position))
  }

  private init(bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  private mutating func readSpecversion(_ element: XMLElement) {
    if let version = element.value(of: .none, "specversion", in: bytes) {
      event.put(.specversion, text: String(decoding: version, as: UTF8.self))
    } else if element.attributes.contains(where: { bytes[$0.name.local].equals("specversion") }) {
      event.report(
        .xmlSpecversion, .attribute("specversion"),
        "specversion stands in a namespace; it must be an XML attribute without a prefix.")
    }
  }

  private mutating func readChildren(from parser: inout XMLPullParser) throws(XMLError) {
    while let token = try parser.next() {
      switch token {
      case .end: return
      case .text(let text): noticeStray(text)
      case .comment, .instruction: break
      case .start(let child):
        if child.name.namespace != .cloudEvents {
          event.report(
            .xmlForeign, .message,
            "<\(shown(child.name))> is not of the namespace http://cloudevents.io/xmlformat/V1; it is passed over."
          )
          try Self.skip(from: &parser)
        } else if bytes[child.name.local].equals("data") {
          try readData(child, from: &parser)
        } else {
          try readAttribute(child, from: &parser)
        }
      }
    }
  }

  private mutating func noticeStray(_ text: XMLText) {
    guard !hasStrayText, !Self.isSpace(text, in: bytes) else { return }
    hasStrayText = true
    event.report(.xmlText, .message, "Text stands between the event's elements; only white space may.")
  }

  // MARK: Attributes (section 2)

  private mutating func readAttribute(
    _ element: XMLElement, from parser: inout XMLPullParser
  ) throws(XMLError) {
    let name = AttributeName(unchecked: String(decoding: bytes[element.name.local], as: UTF8.self))
    let label = name.rawValue.label
    let designator = element.value(of: .instance, "type", in: bytes)
    let type = designator.flatMap { XMLAttributeType($0, in: &parser) }
    guard let characters = try readText(from: &parser) else {
      event.report(.xmlValue, .attribute(label), "\(label) has elements in it; it must have text only.")
      return
    }
    let text = String(decoding: characters, as: UTF8.self)
    if name == .specversion {
      event.report(
        .xmlSpecversion, .attribute(label),
        "specversion is an element; it must be an XML attribute of the event.")
    } else if let kind = SpecVersion.v1.kind(of: name) {
      if designator != nil, type != .attribute(kind) {
        reportType(label, designator, "it must be \(XMLAttributeType.designator(of: kind)), or left out.")
      }
      event.put(name, text: text)
    } else if case .attribute(let kind)? = type {
      if let value = AttributeValue(text, as: kind) {
        event.put(name, value)
      } else {
        // A String with a character that it must not have is found by the validator.
        if kind != .string {
          event.report(
            .xmlValue, .attribute(label), "\(label) is no \(kind.rawValue), though its xsi:type says so.")
        }
        event.put(name, .string(text))
      }
    } else {
      reportType(
        label, designator, "an extension must have the xsi:type of its CloudEvents type, such as ce:string.")
      event.put(name, .string(text))
    }
  }

  private mutating func reportType(_ label: String, _ designator: [UInt8]?, _ right: String) {
    let found = designator.map { "has the xsi:type \(String(decoding: $0.prefix(40), as: UTF8.self))" }
    event.report(.xmlType, .attribute(label), "\(label) \(found ?? "has no xsi:type"); \(right)")
  }

  /// The text up to the end of an element; `nil` where elements are in it.
  private func readText(from parser: inout XMLPullParser) throws(XMLError) -> [UInt8]? {
    var text: [UInt8]? = []
    while let token = try parser.next() {
      switch token {
      case .end: return text
      case .text(let part): text?.append(part, from: bytes)
      case .comment, .instruction: break
      case .start:
        text = nil
        try Self.skip(from: &parser)
      }
    }
    return text
  }

  // MARK: Data (section 3)

  private mutating func readData(_ element: XMLElement, from parser: inout XMLPullParser) throws(XMLError) {
    if hasData {
      event.report(.xmlDuplicate, .attribute("data"), "data stands more than once; it must stand only once.")
      return try Self.skip(from: &parser)
    }
    hasData = true
    let designator = element.value(of: .instance, "type", in: bytes)
    switch designator.flatMap({ XMLAttributeType($0, in: &parser) }) {
    case .text:
      payload = try readText(from: &parser).map { .text($0) }
      if payload == nil { reportData("data is xs:string and has elements in it; it must have text only.") }
    case .base64:
      guard let text = try readText(from: &parser) else {
        return reportData("data is xs:base64Binary and has elements in it; it must have Base64 only.")
      }
      // XML Schema allows white space anywhere in it.
      let decoded = text.filter { !XMLCharacters.isSpace($0) }.withUnsafeBytes { Base64.decode($0) }
      payload = decoded.map { .bytes($0) }
      if decoded == nil {
        reportData(
          "data is no Base64; it must have only A-Z, a-z, 0-9, + and /, and be padded with = to fours.")
      }
    case .any:
      try readElement(from: &parser)
    case .attribute, nil:
      let found = designator.map { "has the xsi:type \(String(decoding: $0.prefix(40), as: UTF8.self))" }
      reportData("data \(found ?? "has no xsi:type"); it must be xs:string, xs:base64Binary or xs:any.")
      try Self.skip(from: &parser)
    }
  }

  private mutating func readElement(from parser: inout XMLPullParser) throws(XMLError) {
    let outer = parser.scope.bindings
    var elements: [ByteRange] = []
    var hasText = false
    reading: while let token = try parser.next() {
      switch token {
      case .end: break reading
      case .text(let text): if !Self.isSpace(text, in: bytes) { hasText = true }
      case .comment, .instruction: break
      case .start(let child):
        try Self.skip(from: &parser)
        if elements.count < 2 { elements.append(ByteRange(Int(child.extent.start)..<parser.position)) }
      }
    }
    if hasText {
      reportData("data is xs:any and has text beside its element; only white space may be there.")
    }
    guard elements.count == 1 else {
      return reportData(
        "data is xs:any and has \(elements.isEmpty ? "no element" : "several elements") in it; it must have one."
      )
    }
    let element = try XMLFragment.selfContained(bytes[elements[0]], outer: outer)
    parser.declarationBudget -= element.count - Int(elements[0].count)
    guard parser.declarationBudget >= 0 else {
      throw XMLError(
        .limit("XML data needs more declarations of namespaces than are copied"), at: Int(elements[0].start))
    }
    payload = .element(element)
  }

  private mutating func reportData(_ message: String) {
    event.report(.xmlData, .attribute("data"), message)
  }

  private mutating func placeData() {
    switch payload {
    case nil: break
    case .text(let text): event.data = EventData(text: text, orJSON: event.contentType)
    case .element(let text): event.data = EventData(text: text, contentType: event.contentType)
    case .bytes(let bytes): event.data = EventData(bytes: bytes, contentType: event.contentType)
    }
  }

  // MARK: What both events and batches need

  /// Reads up to the end of the element that is open.
  static func skip(from parser: inout XMLPullParser) throws(XMLError) {
    let depth = parser.depth
    while parser.depth >= depth, try parser.next() != nil {}
  }

  static func isSpace(_ text: XMLText, in bytes: UnsafeRawBufferPointer) -> Bool {
    var characters: [UInt8] = []
    characters.append(text, from: bytes)
    return characters.allSatisfy { XMLCharacters.isSpace($0) }
  }

  private func shown(_ name: XMLName) -> String {
    String(decoding: bytes[name.local].prefix(80), as: UTF8.self)
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ text: XMLText, from bytes: UnsafeRawBufferPointer) {
    text.append(to: &self, from: bytes)
  }
}
