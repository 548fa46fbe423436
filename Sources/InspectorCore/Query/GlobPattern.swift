import CloudEvents

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A text with `*` for any characters and `?` for one, compared with the whole of a value, byte by byte.
struct GlobPattern: Sendable, Equatable {
  private enum Piece: Sendable, Equatable {
    case byte(UInt8)
    /// An ASCII letter in any case, given in lower case.
    case letter(UInt8)
    /// One character of UTF-8.
    case one
    case any
  }

  private let pieces: [Piece]
  /// The bytes where there is nothing special in them.
  private let literal: [UInt8]?
  /// The bytes before a star that stands at the end and alone.
  private let prefix: [UInt8]?

  init(_ text: String) {
    let bytes = Array(text.utf8)
    pieces = bytes.map { $0 == UInt8(ascii: "*") ? .any : $0 == UInt8(ascii: "?") ? .one : .byte($0) }
    let special = bytes.count { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    literal = special == 0 ? bytes : nil
    prefix = special == 1 && bytes.last == UInt8(ascii: "*") ? bytes.dropLast() : nil
  }

  /// A word with stars or question marks that may stand anywhere in a value; its case counts only where it has a
  /// capital.
  init(word: String) {
    let ignoresCase = !word.contains(where: \.isUppercase)
    let bytes = Array(word.utf8)
    pieces =
      [.any]
      + bytes.map { byte in
        switch byte {
        case UInt8(ascii: "*"): .any
        case UInt8(ascii: "?"): .one
        default: ignoresCase && (0x61...0x7a).contains(byte) ? .letter(byte) : .byte(byte)
        }
      } + [.any]
    literal = nil
    prefix = nil
  }

  /// The longest run of bytes that stands in every value that it matches.
  var longestRun: [UInt8] {
    var longest: [UInt8] = []
    var run: [UInt8] = []
    for piece in pieces {
      if case .byte(let byte) = piece { run.append(byte) } else { run = [] }
      if run.count > longest.count { longest = run }
    }
    return longest
  }

  /// Whether it holds for every value.
  var matchesEverything: Bool { pieces.allSatisfy { $0 == .any } && !pieces.isEmpty }

  func matches(_ value: UnsafeRawBufferPointer) -> Bool {
    if let literal { return value.count == literal.count && Self.begins(value, with: literal) }
    if let prefix { return Self.begins(value, with: prefix) }
    return matchesPieces(value)
  }

  private static func begins(_ value: UnsafeRawBufferPointer, with bytes: [UInt8]) -> Bool {
    guard value.count >= bytes.count else { return false }
    guard let base = value.baseAddress else { return true }
    return bytes.withUnsafeBytes { $0.baseAddress.map { memcmp(base, $0, bytes.count) == 0 } ?? true }
  }

  /// Goes back to the last star where a piece does not fit, so it takes no more than pieces times bytes steps.
  private func matchesPieces(_ value: UnsafeRawBufferPointer) -> Bool {
    var (piece, index) = (0, 0)
    var star: (piece: Int, index: Int)?
    while index < value.count {
      if piece < pieces.count {
        switch pieces[piece] {
        case .any:
          star = (piece, index)
          piece += 1
          continue
        case .one:
          piece += 1
          index += 1
          while index < value.count, value[index] & 0xc0 == 0x80 { index += 1 }
          continue
        case .byte(let byte) where byte == value[index]:
          piece += 1
          index += 1
          continue
        case .letter(let letter) where letter == value[index].asciiLowercased:
          piece += 1
          index += 1
          continue
        case .byte, .letter: break
        }
      }
      guard let last = star else { return false }
      star = (last.piece, last.index + 1)
      piece = last.piece + 1
      index = last.index + 1
    }
    return pieces[piece...].allSatisfy { $0 == .any }
  }
}
