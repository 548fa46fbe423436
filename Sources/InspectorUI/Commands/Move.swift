/// How far a command moves what has a cursor or is scrolled.
enum Move: Sendable, Equatable {
  case rows(Int)
  case pages(Int)
  case halfPages(Int)
  case first
  case last

  /// nil where the command is no move up or down.
  init?(_ command: Command) {
    switch command {
    case .down: self = .rows(1)
    case .up: self = .rows(-1)
    case .pageDown: self = .pages(1)
    case .pageUp: self = .pages(-1)
    case .halfPageDown: self = .halfPages(1)
    case .halfPageUp: self = .halfPages(-1)
    case .first: self = .first
    case .last: self = .last
    default: return nil
    }
  }

  /// Where it leads from a place, within so many.
  ///
  /// - Parameter page: rows of a page; one of them stays in view.
  func applied(to place: Int, page: Int, count: Int) -> Int {
    let target =
      switch self {
      case .rows(let rows): place + rows
      case .pages(let pages): place + pages * max(1, page - 1)
      case .halfPages(let halves): place + halves * max(1, page / 2)
      case .first: 0
      case .last: count - 1
      }
    return max(0, min(target, count - 1))
  }

  /// The keys that move, for a scope.
  static func bindings(in scope: Scope) -> [KeyBinding] {
    [
      KeyBinding(scope, "j", .down), KeyBinding(scope, "Down", .down),
      KeyBinding(scope, "k", .up), KeyBinding(scope, "Up", .up),
      KeyBinding(scope, "Space", .pageDown), KeyBinding(scope, "PgDn", .pageDown),
      KeyBinding(scope, "PgUp", .pageUp),
      KeyBinding(scope, "Ctrl-D", .halfPageDown), KeyBinding(scope, "Ctrl-U", .halfPageUp),
      KeyBinding(scope, "g", .first), KeyBinding(scope, "Home", .first),
      KeyBinding(scope, "G", .last), KeyBinding(scope, "End", .last),
    ]
  }
}
