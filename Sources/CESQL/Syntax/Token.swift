/// A word or sign of an expression, and where it stands.
struct Token: Sendable {
  enum Kind: Sendable, Equatable {
    case end
    /// Digits without a sign.
    case integer
    /// A string in quotes.
    case string
    /// Letters and digits that are no keyword: an attribute's name, or a function's where all are letters.
    case name
    /// Letters and underscores: a function's name.
    case functionName
    case `true`, `false`, not, exists, like, `in`
    case `operator`(BinaryOperator)
    case open, close, comma
  }

  var kind: Kind
  /// Offsets in UTF-8.
  var range: Range<Int>

  /// The keyword that some bytes are, in any case.
  static func keyword(_ word: ArraySlice<UInt8>) -> Kind? {
    guard (2...6).contains(word.count) else { return nil }
    return switch String(decoding: word, as: UTF8.self).uppercased() {
    case "AND": .operator(.and)
    case "OR": .operator(.or)
    case "XOR": .operator(.xor)
    case "NOT": .not
    case "EXISTS": .exists
    case "LIKE": .like
    case "IN": .in
    case "TRUE": .true
    case "FALSE": .false
    default: nil
    }
  }
}
