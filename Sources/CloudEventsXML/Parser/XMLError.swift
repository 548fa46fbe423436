import CloudEvents

/// Why some bytes are no XML document, and where.
package struct XMLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong at the offset.
  package enum Reason: Sendable, Equatable {
    /// Something else should stand here, such as `a name`.
    case expected(String)
    /// The document ends in the middle of something.
    case unexpectedEnd(expected: String)
    /// A tag ends another element than the one that is open.
    case mismatch(open: String)
    /// A character that XML does not allow, such as U+0000.
    case character(UInt32)
    /// The bytes are no UTF-8, or not in the encoding that the document declares.
    case encoding(String)
    /// A document type declaration, which is refused with all that could stand in it.
    case documentType
    /// A reference to an entity that XML itself does not define, or a character reference to no character.
    case reference(String)
    /// A prefix that nothing declares.
    case prefix(String)
    /// An attribute stands twice.
    case duplicateAttribute(String)
    /// More elements in each other, attributes on one element, or namespaces than are read.
    case limit(String)
  }

  package var reason: Reason
  /// The offset of the byte that is wrong, from the start of the document.
  package var offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  package var description: String {
    switch reason {
    case .expected(let what): "expected \(what)"
    case .unexpectedEnd(let what): "the document ends where \(what) should stand"
    case .mismatch(let open): "this does not end <\(open)>, which is open"
    case .character(let value): "the character U+\(hex(value)) is not allowed in XML"
    case .encoding(let what): what
    case .documentType: "a document type declaration is not read; leave out <!DOCTYPE"
    case .reference(let text): "\(text) stands for no character; write &amp; for &"
    case .prefix(let prefix): "the prefix \(prefix) is not declared; add xmlns:\(prefix)=\"…\""
    case .duplicateAttribute(let name): "the attribute \(name) stands more than once"
    case .limit(let what): what
    }
  }

  /// The line and column (both from 1, columns in bytes) at which the offset lies.
  package func position(in bytes: UnsafeRawBufferPointer) -> (line: Int, column: Int) {
    JSONError(.tooDeep, at: offset).position(in: bytes)
  }

  private func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
