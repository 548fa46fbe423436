import CloudEvents

/// Writes events as elements with the prefix `ce`, so that data without a namespace stays without one.
enum XMLEventEncoder {
  /// The declarations that are written, and in force around the data.
  private static let scope = [
    XMLBinding("ce", .cloudEvents), XMLBinding("xsi", .instance), XMLBinding("xs", .schema),
  ]

  /// A document with one element of the format's namespace.
  static func document(_ element: String, _ attributes: String = "", _ body: (inout [UInt8]) -> Void)
    -> [UInt8]
  {
    var out = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ce:\(element)".utf8)
    for binding in scope {
      out.append(contentsOf: " xmlns:".utf8)
      out.append(contentsOf: binding.prefix)
      out.append(contentsOf: "=\"".utf8 + binding.namespace.uri + "\"".utf8)
    }
    out.append(contentsOf: "\(attributes)>".utf8)
    body(&out)
    out.append(contentsOf: "</ce:\(element)>".utf8)
    return out
  }

  /// `specversion` as it stands in the start tag.
  static func specversion(of event: CloudEvent) -> String {
    guard event[.specversion] != nil else { return "" }
    var value: [UInt8] = []
    XMLCharacters.appendEscaped(event.specversion.utf8, to: &value, isAttribute: true)
    return " specversion=\"\(String(decoding: value, as: UTF8.self))\""
  }

  /// What stands in the event element. An attribute whose name can be no element's is left out.
  static func appendContents(of event: CloudEvent, to out: inout [UInt8]) {
    let event = event.sayingContentType
    for (name, value) in event.attributes where name != .specversion && canBeElement(name) {
      let type =
        SpecVersion.v1.kind(of: name) == nil
        ? " xsi:type=\"\(XMLAttributeType.designator(of: value.kind))\"" : ""
      append("ce:\(name)", type, to: &out) {
        XMLCharacters.appendEscaped(value.canonicalString.utf8, to: &$0)
      }
    }
    appendData(of: event, to: &out)
  }

  private static func appendData(of event: CloudEvent, to out: inout [UInt8]) {
    guard let data = event.data else { return }
    if case .text(let text)? = event.textualData, XMLCharacters.areAllowed(text) {
      if event.contentType?.isXML == true, XMLFragment.canStand(text, in: scope) {
        append("ce:data", " xsi:type=\"xs:any\"", to: &out) { $0.append(contentsOf: text) }
      } else {
        append("ce:data", " xsi:type=\"xs:string\"", to: &out) { XMLCharacters.appendEscaped(text, to: &$0) }
      }
    } else {
      append("ce:data", " xsi:type=\"xs:base64Binary\"", to: &out) {
        $0.append(contentsOf: Base64.encoded(data.bytes))
      }
    }
  }

  private static func append(
    _ name: String, _ attributes: String, to out: inout [UInt8], _ body: (inout [UInt8]) -> Void
  ) {
    out.append(contentsOf: "<\(name)\(attributes)>".utf8)
    body(&out)
    out.append(contentsOf: "</\(name)>".utf8)
  }

  private static func canBeElement(_ name: AttributeName) -> Bool {
    guard !name.rawValue.isExactly("data") else { return false }
    return Array(name.rawValue.utf8).withUnsafeBytes { bytes in
      var index = 0
      while index < bytes.count {
        let length = XMLCharacters.nameLength(bytes, at: index, isFirst: index == 0)
        if length == 0 { return false }
        index += length
      }
      return index > 0
    }
  }
}
