extension StringProtocol {
  /// The text cut to what a sentence can hold. Bytes are counted, because one character may have millions of them.
  package var label: String {
    utf8.count <= 80 ? String(self) : String(decoding: utf8.prefix(80), as: UTF8.self) + "…"
  }
}
