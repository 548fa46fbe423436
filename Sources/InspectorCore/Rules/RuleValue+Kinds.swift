/// What stands in the values of rules: words, times, arguments, paths.
extension RuleValue {
  var isTable: Bool { value.table != nil }
  var isText: Bool { value.string != nil }

  /// The Boolean, where it is one; anything else is not wrong yet.
  var ifBoolean: Bool? { value.boolean }

  /// One of some words.
  func word(of words: [String]) -> String? {
    let right = "one of \(words.joined(separator: ", "))"
    guard let text = text(as: right) else { return nil }
    guard words.contains(text) else {
      let guess = nearest(text, in: words).map { "did you mean \($0)?" } ?? "it is \(right)"
      refuse("\(text) is none of these words; \(guess)")
      return nil
    }
    return text
  }

  /// One of the words that name a type's cases.
  func word<Word: RawRepresentable & CaseIterable>() -> Word? where Word.RawValue == String {
    word(of: Word.allCases.map(\.rawValue)).flatMap { Word(rawValue: $0) }
  }

  /// A time such as `"2s"`.
  func duration(upTo seconds: Int64, as right: String) -> Duration? {
    guard let text = text(as: right) else { return nil }
    guard let nanoseconds = QueryUnits.duration(text), nanoseconds <= seconds * 1_000_000_000 else {
      refuse("\(text) is not \(right)")
      return nil
    }
    return .nanoseconds(nanoseconds)
  }

  /// An array of texts, which may be empty each.
  func array(of right: String) -> [String]? {
    guard let elements = value.array else {
      mismatch(right)
      return nil
    }
    let texts = elements.enumerated().map { index, element in
      RuleValue(element, name: name, path: path + [.index(index)], reader: reader)
        .text(as: "a text", mayBeEmpty: true)
    }
    return texts.contains(nil) ? nil : texts.compactMap(\.self)
  }

  /// A text that can be a file's path.
  func path(_ text: String) -> String? {
    guard !text.utf8.contains(0) else {
      refuse("a path cannot have a NUL character")
      return nil
    }
    return text
  }
}
