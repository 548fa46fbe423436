import CloudEvents

/// Reads an XML 1.0 document with namespaces piece by piece, over UTF-8 bytes that it does not copy.
///
/// It is made for text from strangers: there are no entities but XML's own five, a document type declaration is
/// refused before anything in it is looked at, nothing outside of the bytes is ever fetched, and elements, attributes
/// and namespaces are bounded.
package struct XMLPullParser {
  package static let maximumDepth = 256
  package static let maximumAttributes = 1024

  private let bytes: UnsafeRawBufferPointer
  /// Where the next piece begins.
  package private(set) var position = 0
  /// The declarations that are in force.
  package private(set) var scope: XMLScope
  /// The prefixes that nothing declared and that were taken for what they customarily mean.
  package private(set) var undeclared: [String] = []
  /// How many bytes of namespace declarations may yet be copied into what is taken out of the document, so that what
  /// comes out is never much more than what came in.
  package var declarationBudget: Int
  /// The names of the open elements, as they stand in their start tags.
  private var open: [ByteRange] = []
  private var hasRoot = false
  private var isEmptyElement = false

  /// - Parameters:
  ///   - bindings: declarations that are in force before the document.
  ///   - isKnownUTF8: whether the bytes have been found to be UTF-8 before.
  /// - Throws: where the bytes are no UTF-8.
  package init(
    _ bytes: UnsafeRawBufferPointer, bindings: [XMLBinding] = [], isKnownUTF8: Bool = false
  ) throws(XMLError) {
    self.bytes = bytes
    declarationBudget = max(64 << 10, bytes.count)
    scope = XMLScope(bindings)
    if !isKnownUTF8, let invalid = UTF8Validation.firstInvalid(in: bytes) {
      throw XMLError(.encoding("the bytes are not UTF-8"), at: invalid)
    }
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    if isAt("<?xml"), position + 5 < bytes.count, XMLCharacters.isSpace(bytes[position + 5]) {
      try declaration()
    }
  }

  /// Whether the document's element has ended.
  package var isDone: Bool { hasRoot && open.isEmpty }
  /// How many elements are open.
  package var depth: Int { open.count }

  /// Goes to the start of another element, among those that stand in the same open ones.
  package mutating func seek(to offset: Int) {
    position = min(offset, bytes.count)
    isEmptyElement = false
  }

  /// The next piece; `nil` at the end of a whole document.
  package mutating func next() throws(XMLError) -> XMLToken? {
    if isEmptyElement {
      isEmptyElement = false
      close()
      return .end
    }
    guard position < bytes.count else {
      if let name = open.last {
        throw XMLError(.unexpectedEnd(expected: "</\(text(name))>"), at: position)
      }
      guard hasRoot else { throw XMLError(.unexpectedEnd(expected: "an element"), at: position) }
      return nil
    }
    guard bytes[position] == UInt8(ascii: "<") else { return try characters() }
    if isAt("</") { return try endTag() }
    if isAt("<!--") { return try comment() }
    if isAt("<![CDATA[") { return try cdata() }
    if isAt("<!DOCTYPE") { throw XMLError(.documentType, at: position) }
    if isAt("<?") { return try instruction() }
    return try startTag()
  }

  // MARK: Tags

  private mutating func startTag() throws(XMLError) -> XMLToken {
    let start = position
    guard !hasRoot || !open.isEmpty else {
      throw XMLError(.expected("nothing more after the document's element"), at: start)
    }
    guard open.count < Self.maximumDepth else {
      throw XMLError(.limit("elements nest deeper than \(Self.maximumDepth) levels"), at: start)
    }
    position += 1
    let name = try qualifiedName()
    var attributes: [(name: RawName, value: [UInt8], offset: Int)] = []
    open.append(name.whole)
    hasRoot = true
    while true {
      let hasSpace = skipSpace()
      guard position < bytes.count else { throw XMLError(.unexpectedEnd(expected: ">"), at: position) }
      if take(">") { break }
      if isAt("/>") {
        position += 2
        isEmptyElement = true
        break
      }
      guard hasSpace else { throw XMLError(.expected("white space, > or />"), at: position) }
      let offset = position
      let attribute = try qualifiedName()
      let value = try attributeValue()
      if try declare(attribute, value, at: offset) { continue }
      guard attributes.count < Self.maximumAttributes else {
        throw XMLError(.limit("an element has more than \(Self.maximumAttributes) attributes"), at: offset)
      }
      attributes.append((attribute, value, offset))
    }
    let element = XMLElement(
      name: try resolved(name, at: start, isAttribute: false), attributes: try resolved(attributes),
      extent: ByteRange(start..<position))
    return .start(element)
  }

  private mutating func endTag() throws(XMLError) -> XMLToken {
    let start = position
    position += 2
    guard let name = open.last else { throw XMLError(.expected("the document's element"), at: start) }
    let own = try qualifiedName()
    guard bytes[own.whole].elementsEqual(bytes[name]) else {
      throw XMLError(.mismatch(open: text(name)), at: start)
    }
    _ = skipSpace()
    guard take(">") else { throw XMLError(.expected(">"), at: position) }
    close()
    return .end
  }

  private mutating func close() {
    open.removeLast()
    scope.leave(depth: open.count)
  }

  // MARK: Names

  private struct RawName {
    var prefix: ByteRange
    var local: ByteRange
    var whole: ByteRange
  }

  private mutating func qualifiedName() throws(XMLError) -> RawName {
    let first = try localName()
    guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else {
      return RawName(prefix: ByteRange(start: Int(first.start), count: 0), local: first, whole: first)
    }
    position += 1
    let local = try localName()
    return RawName(
      prefix: first, local: local,
      whole: ByteRange(start: Int(first.start), count: local.end - Int(first.start)))
  }

  private mutating func localName() throws(XMLError) -> ByteRange {
    let start = position
    while position < bytes.count {
      let length = XMLCharacters.nameLength(bytes, at: position, isFirst: position == start)
      if length == 0 { break }
      position += length
    }
    guard position > start else {
      throw position < bytes.count
        ? XMLError(.expected("a name"), at: position)
        : XMLError(.unexpectedEnd(expected: "a name"), at: position)
    }
    return ByteRange(start..<position)
  }

  private mutating func resolved(_ name: RawName, at offset: Int, isAttribute: Bool) throws(XMLError)
    -> XMLName
  {
    // The default namespace is not that of attributes.
    if isAttribute, name.prefix.isEmpty {
      return XMLName(prefix: name.prefix, local: name.local, namespace: .none, depth: 0)
    }
    guard let binding = scope.binding(of: bytes[name.prefix]) else {
      throw XMLError(.prefix(text(name.prefix)), at: offset)
    }
    if binding.isCustomary { noteUndeclared(text(name.prefix)) }
    return XMLName(prefix: name.prefix, local: name.local, namespace: binding.namespace, depth: binding.depth)
  }

  /// What a prefix in a value stands for, such as that of `xs:string` in `xsi:type`; `nil` where it is not declared.
  package mutating func namespace(ofPrefix prefix: [UInt8]) -> XMLNamespace? {
    guard let binding = scope.binding(of: prefix) else { return nil }
    if binding.isCustomary { noteUndeclared(String(decoding: prefix, as: UTF8.self)) }
    return binding.namespace
  }

  private mutating func noteUndeclared(_ prefix: String) {
    if !undeclared.contains(prefix) { undeclared.append(prefix) }
  }

  // MARK: Attributes

  private mutating func attributeValue() throws(XMLError) -> [UInt8] {
    _ = skipSpace()
    guard take("=") else { throw XMLError(.expected("= and a value"), at: position) }
    _ = skipSpace()
    guard position < bytes.count,
      bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
    else {
      throw XMLError(.expected("a value in quotes"), at: position)
    }
    let quote = bytes[position]
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != quote {
      if bytes[position] == UInt8(ascii: "<") {
        throw XMLError(.expected("&lt; instead of < in a value"), at: position)
      }
      try character()
    }
    guard position < bytes.count else { throw XMLError(.unexpectedEnd(expected: "a quote"), at: position) }
    let raw = bytes[ByteRange(start..<position)]
    position += 1
    var value: [UInt8] = []
    XMLCharacters.append(raw, to: &value, hasReferences: true, isAttribute: true)
    return value
  }

  /// Takes an attribute that declares a namespace; whether it does.
  private mutating func declare(_ name: RawName, _ value: [UInt8], at offset: Int) throws(XMLError) -> Bool {
    let prefix: [UInt8]
    if name.prefix.isEmpty, bytes[name.local].equals("xmlns") {
      prefix = []
    } else if bytes[name.prefix].equals("xmlns") {
      prefix = Array(bytes[name.local])
    } else {
      return false
    }
    guard value.count <= XMLScope.maximumURI else {
      throw XMLError(.limit("the URI of a namespace has more than \(XMLScope.maximumURI) bytes"), at: offset)
    }
    let namespace = XMLNamespace(value)
    let isXML = prefix.elementsEqual("xml".utf8)
    if prefix.elementsEqual("xmlns".utf8) || isXML != (namespace == .xml)
      || !prefix.isEmpty && namespace == .none
    {
      throw XMLError(.expected("another declaration: this one is reserved, or empty"), at: offset)
    }
    if scope.bindings.contains(where: { $0.depth == open.count && $0.prefix == prefix }) {
      throw XMLError(.duplicateAttribute(text(name.whole)), at: offset)
    }
    guard scope.declare(XMLBinding(prefix: prefix, namespace: namespace, depth: open.count)) else {
      throw XMLError(.limit("more than \(XMLScope.maximumBindings) namespaces are declared"), at: offset)
    }
    return true
  }

  private mutating func resolved(
    _ attributes: [(name: RawName, value: [UInt8], offset: Int)]
  ) throws(XMLError) -> [XMLAttribute] {
    var result: [XMLAttribute] = []
    var seen: Set<[UInt8]> = []
    for (name, value, offset) in attributes {
      let name = try resolved(name, at: offset, isAttribute: true)
      let expanded = name.namespace.uri + [0] + Array(bytes[name.local])
      guard attributes.count < 2 || seen.insert(expanded).inserted else {
        throw XMLError(.duplicateAttribute(text(name.local)), at: offset)
      }
      result.append(XMLAttribute(name: name, value: value))
    }
    return result
  }

  // MARK: Between tags

  private mutating func characters() throws(XMLError) -> XMLToken {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
      if open.isEmpty, !XMLCharacters.isSpace(bytes[position]) {
        throw XMLError(
          .expected(hasRoot ? "nothing more after the document's element" : "an element"), at: position)
      }
      if isAt("]]>") { throw XMLError(.expected("]]&gt; instead of ]]> in text"), at: position) }
      try character()
    }
    return .text(XMLText(range: ByteRange(start..<position), isCDATA: false))
  }

  private mutating func cdata() throws(XMLError) -> XMLToken {
    guard !open.isEmpty else { throw XMLError(.expected("an element"), at: position) }
    position += 9
    let start = position
    while !isAt("]]>") { try rawCharacter(until: "]]>") }
    position += 3
    return .text(XMLText(range: ByteRange(start..<position - 3), isCDATA: true))
  }

  private mutating func comment() throws(XMLError) -> XMLToken {
    position += 4
    while !isAt("--") { try rawCharacter(until: "-->") }
    guard isAt("-->") else { throw XMLError(.expected("no -- in a comment"), at: position) }
    position += 3
    return .comment
  }

  private mutating func instruction() throws(XMLError) -> XMLToken {
    let start = position
    position += 2
    let name = try localName()
    if bytes[name].count == 3, bytes[name].equalsIgnoringCase("xml") {
      throw XMLError(.expected("the XML declaration at the very start"), at: start)
    }
    guard isAt("?>") || skipSpace() else { throw XMLError(.expected("white space or ?>"), at: position) }
    while !isAt("?>") { try rawCharacter(until: "?>") }
    position += 2
    return .instruction
  }

  /// `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` (section 2.8).
  private mutating func declaration() throws(XMLError) {
    position += 5
    var names: [String] = []
    while true {
      let hasSpace = skipSpace()
      if isAt("?>") { break }
      guard hasSpace else { throw XMLError(.expected("white space or ?>"), at: position) }
      let start = position
      let name = text(try localName())
      let value = String(decoding: try attributeValue(), as: UTF8.self)
      let order = ["version", "encoding", "standalone"]
      guard let place = order.firstIndex(of: name), place >= names.count, !names.contains(name),
        !names.isEmpty || name == "version"
      else { throw XMLError(.expected("version, then encoding, then standalone"), at: start) }
      if name == "version", !value.hasPrefix("1.") { throw XMLError(.expected("version=\"1.0\""), at: start) }
      names.append(name)
    }
    guard !names.isEmpty else { throw XMLError(.expected("version=\"1.0\""), at: position) }
    position += 2
  }

  /// Steps over one character, or one reference.
  private mutating func character() throws(XMLError) {
    guard bytes[position] == UInt8(ascii: "&") else { return try rawCharacter(until: "") }
    let start = position
    // No reference that is allowed is longer; this bounds the search.
    let rest = bytes[(position + 1)..<min(bytes.count, position + 64)]
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")),
      XMLCharacters.scalar(ofReference: UnsafeRawBufferPointer(rebasing: bytes[(position + 1)..<end])) != nil
    else {
      let shown = rest.prefix(20).prefix { $0 != UInt8(ascii: ";") && $0 > 0x20 && $0 < 0x7f && $0 != 0x3c }
      throw XMLError(.reference("&" + String(decoding: shown, as: UTF8.self)), at: start)
    }
    position = end + 1
  }

  @inline(__always)
  private mutating func rawCharacter(until end: StaticString) throws(XMLError) {
    guard position < bytes.count else { throw XMLError(.unexpectedEnd(expected: "\(end)"), at: position) }
    let byte = bytes[position]
    if byte < 0x20 || byte == 0xef {
      let rest = bytes[ByteRange(position..<min(position + 3, bytes.count))]
      if let (offset, scalar) = XMLCharacters.firstForbidden(in: rest), offset == 0 {
        throw XMLError(.character(scalar), at: position)
      }
    }
    position += 1
  }

  // MARK: Bytes

  private func isAt(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard position + count <= bytes.count, bytes[position] == literal.utf8Start[0] else { return false }
    return bytes[ByteRange(start: position, count: count)].equals(literal)
  }

  private mutating func take(_ literal: StaticString) -> Bool {
    guard isAt(literal) else { return false }
    position += literal.utf8CodeUnitCount
    return true
  }

  /// Steps over white space; whether there was any.
  private mutating func skipSpace() -> Bool {
    let start = position
    while position < bytes.count, XMLCharacters.isSpace(bytes[position]) { position += 1 }
    return position > start
  }

  private func text(_ range: ByteRange) -> String {
    String(decoding: bytes[range].prefix(80), as: UTF8.self)
  }
}
