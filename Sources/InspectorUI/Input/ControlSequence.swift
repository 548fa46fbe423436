/// What terminals send for keys that terminfo does not list.
public enum ControlSequence {
  /// The key of `ESC [ parameters final`; nil for what is no key: an answer of the terminal, say.
  public static func key(parameters: String, final: Unicode.Scalar) -> Key? {
    let numbers = numbers(of: parameters)
    let modifiers = numbers.count > 1 ? numbers[1] - 1 : 0
    guard let code = code(final: final, number: numbers.first ?? 0) else { return nil }
    return key(code, modifiers: modifiers)
  }

  /// The key of `ESC O final`.
  public static func applicationKey(final: Unicode.Scalar) -> Key? {
    final == "M" ? Key(.enter) : code(final: final, number: 1).map { Key($0) }
  }

  /// The report of `ESC [ < parameters M` (pressed) or `m` (released); nil for movement.
  public static func mouse(parameters: String, final: Unicode.Scalar) -> Mouse? {
    let numbers = numbers(of: parameters)
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0, final == "M" || final == "m" else { return nil }
    let point = Point(x: numbers[1] - 1, y: numbers[2] - 1)
    let report = numbers[0]
    guard report & 32 == 0 else { return nil }
    if report & 64 != 0 {
      guard final == "M" else { return nil }
      switch report & 3 {
      case 0: return Mouse(point: point, kind: .wheelUp)
      case 1: return Mouse(point: point, kind: .wheelDown)
      default: return nil
      }
    }
    let buttons: [Mouse.Button] = [.left, .middle, .right]
    guard buttons.indices.contains(report & 3) else { return nil }
    let button = buttons[report & 3]
    return Mouse(point: point, kind: final == "M" ? .press(button) : .release(button))
  }

  /// The key with the modifiers that the bits say: 1 Shift, 2 Alt, 4 Ctrl. Shift alone changes nothing but
  /// Tab and letters, as on terminals that do not report it.
  public static func key(_ code: Key.Code, modifiers: Int) -> Key? {
    let alt = modifiers & 2 != 0
    let control = modifiers & 4 != 0
    if case .character(let character) = code {
      guard control else { return Key(.character(character), alt: alt) }
      guard var key = Key.control(character) else { return nil }
      key.alt = alt
      return key
    }
    if code == .tab && modifiers & 1 != 0 { return Key(.backTab, control: control, alt: alt) }
    return Key(code, control: control, alt: alt)
  }

  private static func code(final: Unicode.Scalar, number: Int) -> Key.Code? {
    switch final {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "H": .home
    case "F": .end
    case "Z": .backTab
    case "P", "Q", "R", "S": number <= 1 ? .function(Int(final.value) - 0x4F) : nil
    case "~": code(number: number)
    // One scalar that says which key it would have been: xterm's modifyOtherKeys, kitty.
    case "u": character(number)
    default: nil
    }
  }

  private static func code(number: Int) -> Key.Code? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...24: .function(number - 12)
    default: nil
    }
  }

  private static func character(_ number: Int) -> Key.Code? {
    switch number {
    case 9: return .tab
    case 13: return .enter
    case 27: return .escape
    case 8, 127: return .backspace
    case 0..<32: return nil
    default:
      guard let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else { return nil }
      return .character(Character(scalar))
    }
  }

  private static func numbers(of parameters: String) -> [Int] {
    parameters.split(separator: ";", omittingEmptySubsequences: false).prefix(8).map { part in
      Int(part.prefix { $0 != ":" }) ?? 0
    }
  }
}
