import InspectorUI

/// What the terminal UI is started with.
struct WatchOptions: Sendable {
  /// Every setting with its value and who has set it.
  var settings: [SettingRow]
  var listening: ListeningSetup
  /// A theme's name, or the path of a theme file.
  var theme: String?
  /// `auto`, `dark` or `light`.
  var appearance: String
  /// `off`, `on` or `never`.
  var mouse: String
  /// `--color`: one of `ColorDepth.flags`; `nil` for `auto`.
  var color: String?
  /// Whether lines and marks are drawn in ASCII.
  var ascii: Bool
  /// Whether the terminal gives two columns to East Asian Ambiguous characters.
  var ambiguousIsWide: Bool
  /// Whether the filter and the layout of the last session are taken up.
  var restoresSession: Bool
}
