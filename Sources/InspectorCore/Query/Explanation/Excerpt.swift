/// The beginning of a text that may be long, for a sentence.
enum Excerpt {
  /// How many characters are shown.
  private static let length = 80

  static func of(_ text: String) -> String {
    if text.isEmpty { return "empty" }
    // Only so much is looked at, whatever the text is made of.
    let start = text.unicodeScalars.prefix(length + 1)
    return start.count > length ? String(String.UnicodeScalarView(start.dropLast())) + "…" : text
  }
}
