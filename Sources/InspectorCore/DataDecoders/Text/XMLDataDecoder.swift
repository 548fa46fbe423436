import CloudEvents

/// XML, an element a line; names, attributes, entities and text as they were written. No entity is expanded and
/// nothing that is referred to is read.
struct XMLDataDecoder: DataDecoder {
  let name = "XML"

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    if let type = context.contentType {
      if type.isXML { return .contentType(type) }
      return type.essence == "text/html" && Self.beginsLikeXML(bytes) ? .guessed("it may be XHTML") : nil
    }
    return Self.beginsLikeXML(bytes) ? .guessed("it begins like XML and no content type says otherwise") : nil
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    let text = try DeclaredText(bytes, declared: Self.type(of: bytes, declared: context.contentType))
    let result = text.withBytes { bytes -> Result<DecodedLines, DataMismatch> in
      var layout = XMLLayout(bytes, limit: context.limit, isWhole: text.isWhole)
      return Result { () throws(DataMismatch) in try layout.run(facts: text.facts) }
    }
    return try result.get()
  }

  private static func beginsLikeXML(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if unitsOfTwoBytes(bytes) != nil { return true }
    let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    let first = bytes[start...].prefix(1024).firstIndex { $0 > 0x20 }
    guard let first, bytes[first] == UInt8(ascii: "<"), first + 1 < bytes.count else { return false }
    let second = bytes[first + 1]
    return bytes[first...].starts(with: "<?xml".utf8) || second.isASCIILetter || second == UInt8(ascii: "!")
  }

  /// The media type with the charset that the document shows, where none is declared, or one that leaves the order of
  /// bytes open (RFC 7303, section 3).
  private static func type(of bytes: UnsafeRawBufferPointer, declared: MediaType?) -> MediaType? {
    let name = declared?[parameter: "charset"]
    guard name == nil || name?.lowercased() == "utf-16",
      let shown = unitsOfTwoBytes(bytes) ?? declaration(of: bytes)
    else { return declared }
    var type = declared ?? MediaType("text", "xml")
    type.parameters.removeAll { $0.name == "charset" }
    type.parameters.append(.init(name: "charset", value: shown))
    return type
  }

  /// The order of bytes of UTF-16, which a byte order mark or the first character shows (XML 1.0, appendix F).
  private static func unitsOfTwoBytes(_ bytes: UnsafeRawBufferPointer) -> String? {
    let bigEndian: [[UInt8]] = [[0xfe, 0xff, 0x00, 0x3c], [0x00, 0x3c]]
    let littleEndian: [[UInt8]] = [[0xff, 0xfe, 0x3c, 0x00], [0x3c, 0x00]]
    if bigEndian.contains(where: { bytes.starts(with: $0) }) { return "utf-16be" }
    return littleEndian.contains { bytes.starts(with: $0) } ? "utf-16le" : nil
  }

  /// The encoding that an XML declaration names. UTF-8 is that, whatever it names: it may have come as text, in JSON.
  private static func declaration(of bytes: UnsafeRawBufferPointer) -> String? {
    let head = String(decoding: bytes.prefix(200), as: UTF8.self)
    guard head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>")?.lowerBound,
      let start = head[..<end].firstRange(of: "encoding=")?.upperBound, start < end
    else { return nil }
    let quote = head[start]
    guard !UTF8Validation.isValid(bytes) else { return nil }
    return String(head[head.index(after: start)..<end].prefix { $0 != quote })
  }
}

/// Lays XML out, tag by tag, and checks that tags close each other.
private struct XMLLayout {
  private let bytes: UnsafeRawBufferPointer
  private let isWhole: Bool
  private var position = 0
  private var layout: DataLayout
  /// The names of the elements that are open.
  private var open: [Range<Int>] = []
  /// Where the start tag begins after which nothing has come yet on its line.
  private var waiting: Int?
  private var hasRoot = false

  private static let maximumDepth = 512

  init(_ bytes: UnsafeRawBufferPointer, limit: Int, isWhole: Bool) {
    self.bytes = bytes
    self.isWhole = isWhole
    layout = DataLayout(limit: limit)
  }

  mutating func run(facts: String) throws(DataMismatch) -> DecodedLines {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    do throws(DataMismatch) {
      while position < bytes.count {
        try layout.goOn(at: position)
        if bytes[position] == UInt8(ascii: "<") { try markup() } else { try text() }
      }
      guard open.isEmpty else { throw unexpected("</\(shown(open[open.count - 1]))>") }
      guard hasRoot else { throw unexpected("an element") }
    } catch {
      // The beginning of a text that is not whole ends anywhere.
      try layout.settle(!isWhole && position >= bytes.count ? .enough : error)
    }
    return layout.finished(facts: facts)
  }

  private mutating func markup() throws(DataMismatch) {
    let start = position
    if isAt("<!--") {
      try skip(past: "-->", from: start + 4, "-->")
      addAlone(start..<position, .dim)
    } else if isAt("<![CDATA[") {
      guard !open.isEmpty else { throw unexpected("an element") }
      try skip(past: "]]>", from: start + 9, "]]>")
      addText(start..<position)
    } else if isAt("<?") {
      try skip(past: "?>", from: start + 2, "?>")
      addAlone(start..<position, .dim)
    } else if isAt("<!") {
      try skipDoctype()
      addAlone(start..<position, .dim)
    } else if isAt("</") {
      try endTag()
    } else {
      try startTag()
    }
  }

  private mutating func startTag() throws(DataMismatch) {
    let start = position
    guard !open.isEmpty || !hasRoot else { throw unexpected("nothing more after the root element") }
    guard open.count < Self.maximumDepth else {
      throw unexpected("an end, as elements nest deeper than \(Self.maximumDepth) levels")
    }
    position += 1
    let name = try self.name("an element's name")
    hasRoot = true
    breakAfterStartTag()
    layout.add("<", .punctuation)
    layout.add(bytes.shownText(name), .key)
    while true {
      let gap = skipSpace()
      if isAt(">") {
        position += 1
        layout.add(">", .punctuation)
        open.append(name)
        waiting = start
        return
      }
      if isAt("/>") {
        position += 2
        layout.add("/>", .punctuation)
        layout.breakLine()
        return
      }
      guard gap else { throw unexpected("a space, > or />") }
      try attribute()
    }
  }

  private mutating func attribute() throws(DataMismatch) {
    let name = try self.name("an attribute's name, > or />")
    _ = skipSpace()
    guard isAt("=") else { throw unexpected("=") }
    position += 1
    _ = skipSpace()
    guard isAt("\"") || isAt("'") else { throw unexpected("a value in quotes") }
    let quote = bytes[position]
    guard let end = bytes[(position + 1)...].firstIndex(where: { $0 == quote || $0 == UInt8(ascii: "<") })
    else {
      position = bytes.count
      throw unexpected("the end of an attribute's value")
    }
    let value = position..<end + 1
    position = end
    guard bytes[end] == quote else { throw unexpected("&lt; rather than < in an attribute's value") }
    position += 1
    layout.add(" ", .text)
    layout.add(bytes.shownText(name), .key)
    layout.add("=", .punctuation)
    layout.add(bytes.shownText(value), .string)
  }

  private mutating func endTag() throws(DataMismatch) {
    let start = position
    guard let expected = open.last else { throw unexpected("nothing that closes, as no element is open") }
    position += 2
    let name = try self.name("an element's name")
    guard bytes[name].elementsEqual(bytes[expected]) else {
      position = start
      throw unexpected("</\(shown(expected))>")
    }
    _ = skipSpace()
    guard isAt(">") else { throw unexpected(">") }
    position += 1
    open.removeLast()
    if waiting != nil {
      waiting = nil
      layout.add("</", .punctuation)
    } else {
      layout.close("</")
    }
    layout.add(bytes.shownText(name), .key)
    layout.add(">", .punctuation)
    layout.breakLine()
  }

  /// Text up to the next tag; white space alone is not shown.
  private mutating func text() throws(DataMismatch) {
    let start = position
    position = bytes[start...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
    let range = trimmed(start..<position)
    guard !range.isEmpty else { return }
    guard !open.isEmpty else {
      position = range.lowerBound
      throw unexpected(hasRoot ? "nothing more after the root element" : "<")
    }
    addText(start..<position)
  }

  /// Text of an element: beside its start tag where it is all of it and on one line, else on lines of its own.
  private mutating func addText(_ range: Range<Int>) {
    if layout.isFull { return layout.cut() }
    let isAlone = waiting != nil && isAt("</") && !bytes[range].contains(0x0a)
    if isAlone { return layout.add(bytes.shownText(range), .text) }
    breakAfterStartTag()
    for line in bytes[trimmed(range)].split(separator: 0x0a) {
      let shown = trimmed(line.startIndex..<line.endIndex)
      if !shown.isEmpty { layout.add(bytes.shownText(shown), .text) }
      layout.breakLine()
    }
  }

  private mutating func addAlone(_ range: Range<Int>, _ kind: DataSpan.Kind) {
    breakAfterStartTag()
    for line in bytes[range].split(separator: 0x0a) where !layout.isFull {
      let shown = trimmed(line.startIndex..<line.endIndex)
      layout.add(bytes.shownText(shown), kind)
      layout.breakLine()
    }
    if layout.isFull { layout.cut() }
  }

  private mutating func breakAfterStartTag() {
    guard let start = waiting else { return }
    waiting = nil
    layout.indent(after: start)
  }

  // MARK: Pieces

  private mutating func name(_ what: String) throws(DataMismatch) -> Range<Int> {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      let isLater = byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      guard
        byte.isASCIILetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || byte >= 0x80
          || isLater && position > start
      else { break }
      position += 1
    }
    guard position > start else { throw unexpected(what) }
    return start..<position
  }

  /// Moves past a document type with its internal subset, in which brackets and quotes nest.
  private mutating func skipDoctype() throws(DataMismatch) {
    guard !hasRoot, isAt("<!DOCTYPE") else { throw unexpected("an element, <!-- or <![CDATA[") }
    var depth = 0
    var quote: UInt8?
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      case UInt8(ascii: "<"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ">"):
        depth -= 1
        if depth == 0 { return }
      default: break
      }
    }
    throw unexpected("the end of <!DOCTYPE")
  }

  private mutating func skip(past end: StaticString, from start: Int, _ what: String) throws(DataMismatch) {
    let count = end.utf8CodeUnitCount
    let first = end.utf8Start.pointee
    var index = start
    while let found = bytes[min(index, bytes.count)...].firstIndex(of: first), found + count <= bytes.count {
      if UnsafeRawBufferPointer(rebasing: bytes[found..<found + count]).equals(end) {
        position = found + count
        return
      }
      index = found + 1
    }
    position = bytes.count
    throw unexpected(what)
  }

  /// Whether there was any white space.
  private mutating func skipSpace() -> Bool {
    let start = position
    while position < bytes.count, isSpace(bytes[position]) { position += 1 }
    return position > start
  }

  private func isAt(_ text: StaticString) -> Bool {
    let end = position + text.utf8CodeUnitCount
    return end <= bytes.count && UnsafeRawBufferPointer(rebasing: bytes[position..<end]).equals(text)
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private func shown(_ name: Range<Int>) -> String { String(decoding: bytes[name].prefix(80), as: UTF8.self) }

  private func unexpected(_ what: String) -> DataMismatch {
    position < bytes.count
      ? DataMismatch(at: position, ofText: bytes, "expected \(what)")
      : DataMismatch("the text ends where \(what) should stand")
  }
}
