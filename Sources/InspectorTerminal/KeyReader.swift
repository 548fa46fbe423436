import CNcurses
import Glibc
import InspectorUI

/// Makes keys, pastes and mouse reports of what ncurses reads.
struct KeyReader {
  /// More than this of a paste is thrown away.
  static let longestPaste = 16 << 20

  /// Where the terminal's bytes come from.
  let descriptor: Int32
  /// A character that was read and belongs to the next key.
  private var held: UInt32?
  /// The background's colour, as the terminal has told when it was asked for (OSC 11), until somebody takes it.
  private(set) var background: String?

  mutating func takeBackground() -> String? {
    defer { background = nil }
    return background
  }

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  private enum Unit {
    case character(UInt32)
    case key(UInt32)
  }

  /// The next input that is already there; nil where there is none.
  mutating func next() -> Input? {
    while let unit = read(within: 0) {
      switch unit {
      case .character(27):
        if let input = afterEscape() { return input }
      case .character(let value):
        if let key = Self.key(of: value) { return .key(key) }
      case .key(let code) where Int(code) == curses_key_paste: return paste()
      case .key(let code) where Int(code) == curses_key_mouse:
        let (parameters, final) = sequence()
        if let final, let mouse = ControlSequence.mouse(parameters: parameters, final: final) {
          return .mouse(mouse)
        }
      case .key(let code):
        if let key = Self.key(ofCode: code) { return .key(key) }
      }
    }
    return nil
  }

  private mutating func read(within milliseconds: Int32) -> Unit? {
    if let value = held {
      held = nil
      return .character(value)
    }
    if let unit = Self.read() { return unit }
    guard milliseconds > 0 else { return nil }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
    return Self.read()
  }

  private static func read() -> Unit? {
    var value: UInt32 = 0
    switch Int(curses_read(&value)) {
    case curses_character: return .character(value)
    case curses_key_code: return .key(value)
    default: return nil
    }
  }

  /// What an Esc begins: nothing more (then it was the key), Alt and a key, or a sequence that terminfo does
  /// not list. Sequences that mean no key are swallowed whole, so that none of their letters is taken for a
  /// command.
  private mutating func afterEscape() -> Input? {
    // ncurses waited for more already.
    guard let unit = read(within: 0) else { return .key(Key(.escape)) }
    switch unit {
    case .character(27):
      held = 27
      return .key(Key(.escape))
    case .character(0x5B):
      let (parameters, final) = sequence()
      guard let final else { return parameters.isEmpty ? .key(Key(.character("["), alt: true)) : nil }
      return ControlSequence.key(parameters: parameters, final: final).map { .key($0) }
    case .character(0x4F):
      guard case .character(let value) = read(within: 5), let final = Unicode.Scalar(value) else {
        return .key(Key(.character("O"), alt: true))
      }
      return ControlSequence.applicationKey(final: final).map { .key($0) }
    case .character(let value) where [0x50, 0x5D, 0x5E, 0x5F].contains(value):
      // A string that the terminal sends: OSC, DCS, PM or APC.
      guard takeString() else { return Self.key(of: value).map { .key(Key($0.code, alt: true)) } }
      return nil
    case .character(let value):
      return Self.key(of: value).map { .key(Key($0.code, control: $0.control, alt: true)) }
    case .key(let code):
      return Self.key(ofCode: code).map { .key(Key($0.code, control: $0.control, alt: true)) }
    }
  }

  /// The parameters and the final character of a control sequence; no final where it breaks off.
  private mutating func sequence() -> (parameters: String, final: Unicode.Scalar?) {
    var parameters = ""
    while parameters.utf8.count < 64, case .character(let value) = read(within: 5) {
      guard let scalar = Unicode.Scalar(value) else { break }
      switch value {
      case 0x40...0x7E: return (parameters, scalar)
      case 0x20...0x3F: parameters.unicodeScalars.append(scalar)
      default:
        held = value
        return (parameters, nil)
      }
    }
    return (parameters, nil)
  }

  /// Reads to the end of a string sequence; false where nothing follows at all.
  private mutating func takeString() -> Bool {
    var length = 0
    var text = String.UnicodeScalarView()
    defer {
      if text.starts(with: "11;".unicodeScalars) { background = String(String(text).dropFirst(3)) }
    }
    while length < 65_536, let unit = read(within: 20) {
      length += 1
      switch unit {
      case .character(7), .character(0x9C): return true
      case .character(27):
        guard case .character(let value) = read(within: 20) else { return true }
        if value != 0x5C { held = value }
        return true
      case .character(let value):
        if length <= 64, let scalar = Unicode.Scalar(value) { text.append(scalar) }
      default: continue
      }
    }
    return length > 0
  }

  /// The text up to the end of a bracketed paste. Keys inside it are text, whatever they look like.
  private mutating func paste() -> Input {
    curses_keypad(false)
    defer { curses_keypad(true) }
    let end = Array("\u{1B}[201~".unicodeScalars)
    var text = String.UnicodeScalarView()
    var tail: [Unicode.Scalar] = []
    var length = 0
    while case .character(let value) = read(within: 1_000) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      tail.append(scalar)
      if tail == end { return .paste(String(text)) }
      while !tail.isEmpty, !end.starts(with: tail) {
        let first = tail.removeFirst()
        length += 1
        if length <= Self.longestPaste { text.append(first) }
      }
    }
    return .paste(String(text) + String(String.UnicodeScalarView(tail)))
  }

  private static func key(of value: UInt32) -> Key? {
    switch value {
    case 0: return Key(.character(" "), control: true)
    case 8, 127: return Key(.backspace)
    case 9: return Key(.tab)
    case 10, 13: return Key(.enter)
    case 27: return Key(.escape)
    case 1...26, 28...31:
      let letter = value < 27 ? value + 0x60 : value + 0x40
      return Unicode.Scalar(letter).map { Key(.character(Character($0)), control: true) }
    case 0x80...0x9F: return nil
    default: return Unicode.Scalar(value).map { Key(Character($0)) }
    }
  }

  private static func key(ofCode value: UInt32) -> Key? {
    let modifiers = Int(value >> 16)
    let code = Int(value & 0xFFFF)
    if code >= curses_key_f0 { return Key(.function(code - curses_key_f0)) }
    return codes[code].flatMap { ControlSequence.key($0, modifiers: modifiers) }
  }

  private static let codes: [Int: Key.Code] = [
    curses_key_up: .up, curses_key_down: .down, curses_key_left: .left,
    curses_key_right: .right, curses_key_home: .home, curses_key_end: .end,
    curses_key_page_up: .pageUp, curses_key_page_down: .pageDown,
    curses_key_insert: .insert, curses_key_delete: .delete,
    curses_key_backspace: .backspace, curses_key_enter: .enter,
    curses_key_back_tab: .backTab,
  ]
}
