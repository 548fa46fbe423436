import CloudEvents

/// One element with all that is in it, as a document of its own: XML data (XML format, section 3.3).
enum XMLFragment {
  /// The element's bytes as they came, with the declarations of namespaces that it has from around it.
  ///
  /// - Parameters:
  ///   - element: one whole element.
  ///   - outer: the declarations in force around it.
  /// - Throws: where the bytes are no element.
  static func selfContained(_ element: UnsafeRawBufferPointer, outer: [XMLBinding]) throws(XMLError)
    -> [UInt8]
  {
    var parser = try XMLPullParser(element, bindings: outer.map { $0.outside })
    var needed: [[UInt8]] = []
    var insertion: Int?
    func note(_ name: XMLName) {
      let prefix = Array(element[name.prefix])
      // A default namespace is needed where there is one; the prefix xml is declared everywhere.
      guard name.depth == 0, name.namespace != .none, name.namespace != .xml, !needed.contains(prefix) else {
        return
      }
      needed.append(prefix)
    }
    while let token = try parser.next() {
      guard case .start(let start) = token else { continue }
      if insertion == nil { insertion = start.name.local.end }
      note(start.name)
      for attribute in start.attributes {
        note(attribute.name)
        if let prefix = outerPrefix(ofValue: attribute.value, in: parser.scope) { needed.append(prefix) }
      }
    }
    let scope = XMLScope(outer)
    let declarations = scope.bindings.filter { needed.contains($0.prefix) }
    guard let insertion, !declarations.isEmpty else { return Array(element) }
    var bytes = Array(element[..<insertion])
    for (index, binding) in declarations.enumerated()
    where !declarations[(index + 1)...].contains(where: { $0.prefix == binding.prefix }) {
      bytes.append(contentsOf: binding.prefix.isEmpty ? " xmlns=\"".utf8 : " xmlns:".utf8)
      if !binding.prefix.isEmpty { bytes.append(contentsOf: binding.prefix + "=\"".utf8) }
      XMLCharacters.appendEscaped(binding.namespace.uri, to: &bytes, isAttribute: true)
      bytes.append(UInt8(ascii: "\""))
    }
    return bytes + element[insertion...]
  }

  /// Whether a text is one element and nothing else, which gives back the same bytes from within an event that is
  /// written here.
  static func canStand(_ text: [UInt8], in outer: [XMLBinding]) -> Bool {
    guard text.first == UInt8(ascii: "<"), text.last == UInt8(ascii: ">"), text.count > 3,
      text[1] != UInt8(ascii: "?"),
      text[1] != UInt8(ascii: "!")
    else { return false }
    return text.withUnsafeBytes { bytes in
      do throws(XMLError) {
        // On its own, nothing but what it declares itself.
        var parser = try XMLPullParser(bytes)
        var end = 0
        while try parser.next() != nil {
          if end == 0, parser.isDone { end = parser.position }
        }
        guard end == bytes.count else { return false }
        return try selfContained(bytes, outer: outer) == text
      } catch {
        return false
      }
    }
  }

  /// The prefix of a value such as `xs:string`, where it is declared outside of the element.
  private static func outerPrefix(ofValue value: [UInt8], in scope: XMLScope) -> [UInt8]? {
    guard let colon = value.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon <= 64 else { return nil }
    let prefix = Array(value[..<colon])
    guard let binding = scope.binding(of: prefix), binding.depth == 0, binding.namespace != .xml else {
      return nil
    }
    return prefix
  }
}

extension XMLBinding {
  /// The same declaration, as one that was there before the document.
  fileprivate var outside: XMLBinding {
    var binding = self
    binding.depth = 0
    return binding
  }
}
