/// What is known of the terminal's background.
public enum TerminalBackground {
  /// What an answer to OSC 11 says, such as `rgb:1e1e/1e1e/2e2e` or `rgba:…`; `nil` where it is none.
  public static func appearance(reply: String) -> Theme.Appearance? {
    guard let colon = reply.firstIndex(of: ":"), reply.hasPrefix("rgb") else { return nil }
    let parts = reply[reply.index(after: colon)...].split(separator: "/").prefix(3).map { part -> Double? in
      guard (1...4).contains(part.count), let value = Int(part, radix: 16) else { return nil }
      return Double(value) / Double((1 << (4 * part.count)) - 1)
    }
    guard parts.count == 3, let red = parts[0], let green = parts[1], let blue = parts[2] else { return nil }
    // Luma as in Rec. 709.
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 ? .light : .dark
  }

  /// What COLORFGBG says, such as `0;15`: the last is the background's number.
  public static func appearance(colorFGBG: String) -> Theme.Appearance? {
    guard let last = colorFGBG.split(separator: ";").last, let number = Int(last), (0...15).contains(number)
    else { return nil }
    return number == 7 || number >= 9 ? .light : .dark
  }
}
