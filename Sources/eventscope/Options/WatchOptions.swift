/// What the terminal UI is started with.
struct WatchOptions: Sendable {
  var listening: ListeningSetup
  /// A theme's name, or the path of a theme file.
  var theme: String?
  var usesMouse: Bool
  /// `--color`: one of `ColorDepth.flags`; `nil` for `auto`.
  var color: String?
  /// Whether lines and marks are drawn in ASCII.
  var ascii: Bool
}
