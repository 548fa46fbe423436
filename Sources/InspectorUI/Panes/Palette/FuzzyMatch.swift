/// Finds letters in a text, in order, with others between them.
enum FuzzyMatch {
  /// How well the letters fit, the less the better; `nil` where they do not stand there in this order.
  ///
  /// - Parameters:
  ///   - letters: in lower case.
  ///   - scattered: whether others may stand between them.
  static func score(of letters: String, in text: String, scattered: Bool = true) -> Int? {
    let text = Array(text.lowercased().utf8.prefix(200))
    let wanted = Array(letters.utf8).filter { $0 != 0x20 }
    if wanted.isEmpty { return 0 }
    // In one piece, the nearer to the beginning of a word the better.
    if let place = place(of: Array(letters.utf8), in: text) {
      let isWord = place == 0 || !text[place - 1].isLetter
      return (isWord ? 0 : 10) + min(place, 9)
    }
    guard scattered else { return nil }
    var score = 100
    var index = 0
    var last = -1
    for letter in wanted {
      guard let found = text[index...].firstIndex(of: letter) else { return nil }
      if last >= 0 { score += min(20, found - last - 1) }
      last = found
      index = found + 1
    }
    return score
  }

  private static func place(of piece: [UInt8], in text: [UInt8]) -> Int? {
    guard piece.count <= text.count else { return nil }
    return (0...(text.count - piece.count)).first { text[$0...].starts(with: piece) }
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool {
    (0x61...0x7a).contains(self) || (0x30...0x39).contains(self) || self >= 0x80
  }
}
