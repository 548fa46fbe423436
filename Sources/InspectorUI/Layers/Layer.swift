/// Something that can have the keys: a pane, an overlay over all panes, or what holds everywhere.
///
/// Layers lie in a stack: the overlays that are open, the pane that has the focus, what holds everywhere. Commands,
/// keys and pastes are offered to the topmost first, which takes them or lets them through. The state of an overlay is
/// the overlay itself; what other parts of the screen look at too stands in the ``Model``.
///
/// A new pane or overlay is a folder in `Panes` with its state, its keys, its update and its view, and a line in
/// `Panes.swift`.
protocol Layer: Sendable {
  /// Where its keys mean what they mean.
  static var scope: Scope { get }
  /// The keys that it comes with.
  static var bindings: [KeyBinding] { get }

  /// Whether what it does not take ends here, so that nothing beneath gets it.
  var isModal: Bool { get }
  /// Whether nothing is left to work out in ``settle(in:_:)``.
  var isComplete: Bool { get }

  /// The commands for the footer, the most useful first; the last one is shown whatever room there is.
  func footer(_ model: Model) -> [Command]
  /// What a command does just now, in a word, where that is not what its binding says.
  func title(of command: Command, in model: Model) -> String?
  /// Why a command can do nothing just now, in a sentence; nil where it can.
  func reason(against command: Command, in model: Model) -> String?

  /// Carries out a command; nil lets it through.
  mutating func run(_ command: Command, in model: inout Model) -> [Effect]?
  /// Takes a key that is bound to nothing; nil lets it through.
  mutating func take(_ key: Key, in model: inout Model) -> [Effect]?
  /// Takes a paste: raw text, line ends as they came; nil lets it through.
  mutating func paste(_ text: String, in model: inout Model) -> [Effect]?
  /// Takes a mouse report within its rectangle; nil lets it through.
  mutating func take(_ mouse: Mouse, in model: inout Model, _ rect: Rect) -> [Effect]?

  /// Brings up to date what follows from something else: called after each action, so its work must be bounded.
  mutating func settle(in model: inout Model, _ rect: Rect)
  /// Draws it: a pane into its own rectangle, an overlay into what stands between title and footer.
  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect)
}

extension Layer {
  static var bindings: [KeyBinding] { [] }
  var isModal: Bool { false }
  var isComplete: Bool { true }
  func footer(_ model: Model) -> [Command] { [] }
  func title(of command: Command, in model: Model) -> String? { nil }
  func reason(against command: Command, in model: Model) -> String? { nil }
  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? { nil }
  mutating func take(_ key: Key, in model: inout Model) -> [Effect]? { nil }
  mutating func paste(_ text: String, in model: inout Model) -> [Effect]? { nil }
  mutating func take(_ mouse: Mouse, in model: inout Model, _ rect: Rect) -> [Effect]? { nil }
  mutating func settle(in model: inout Model, _ rect: Rect) {}
  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {}
}

/// A layer that has a place of its own on the screen, given by ``Layout``.
protocol Pane: Layer {
  var id: PaneID { get }
}

/// The panes that can have the focus.
public enum PaneID: Sendable, Hashable, CaseIterable {
  case facets, timeline, list, detail
}

/// An overlay that is open; its number tells it from another of the same kind.
struct OpenOverlay: Sendable {
  let number: Int
  var layer: any Layer
}
