/// Comparing by bytes what has come from outside.
///
/// `==`, `hasPrefix` and dictionaries of strings take different spellings of a character for the same. Finding that out
/// takes the square of the time for a character under many marks, so that one small message would hold its receiver up
/// for seconds; and names, words and numbers of a protocol have one spelling only.
extension StringProtocol {
  /// Whether it is this text, byte for byte.
  @inlinable package func isExactly(_ text: StaticString) -> Bool {
    utf8.count == text.utf8CodeUnitCount && beginsExactly(text)
  }

  /// Whether it begins with the bytes of this text.
  @inlinable package func beginsExactly(_ text: StaticString) -> Bool {
    utf8.starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}

extension String {
  /// Whether it is this text, byte for byte. Asked for each request, and so not for any kind of string: what is generic
  /// is slow in other modules.
  package func isExactly(_ text: String) -> Bool {
    utf8.count == text.utf8.count && utf8.elementsEqual(text.utf8)
  }
}
