import InspectorCore
import InspectorUI

/// How the terminal is to be used.
public struct TerminalOptions: Sendable {
  /// `--color`: one of ``ColorDepth/flags``; nil for `auto`.
  public var colorFlag: String?
  /// Whether mouse reports are asked for; while they are, the terminal's own selection needs Shift.
  public var mouse: Bool
  /// Whether lines and marks are drawn in ASCII, whatever the locale says.
  public var ascii: Bool
  public var theme: Theme

  public init(colorFlag: String? = nil, mouse: Bool = false, ascii: Bool = false, theme: Theme = .plain) {
    self.colorFlag = colorFlag
    self.mouse = mouse
    self.ascii = ascii
    self.theme = theme
  }
}

/// Why there can be no terminal UI here.
public enum TerminalError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Standard output, or what would be read for keys, is no terminal.
  case notATerminal
  /// TERM has no value.
  case termUnset
  /// terminfo has no entry of that name.
  case termUnknown(String)
  /// The terminal cannot put the cursor anywhere, or is dumb.
  case noCursorAddressing(String)
  /// ncurses refused the terminal.
  case notStarted(String)

  public var description: String {
    let reason =
      switch self {
      case .notATerminal: "there is no terminal to draw on"
      case .termUnset: "the environment variable TERM is not set, so nothing is known of the terminal"
      case .termUnknown(let term): "terminfo does not know the terminal \(Self.quoted(term)) (TERM)"
      case .noCursorAddressing(let term): "the terminal \(Self.quoted(term)) (TERM) cannot move its cursor"
      case .notStarted(let term): "ncurses cannot use the terminal \(Self.quoted(term)) (TERM)"
      }
    return reason + "; `eventscope listen` shows events without a screen"
  }

  private static func quoted(_ term: String) -> String {
    "\"" + TextCleaner.clean(term) + "\""
  }
}
