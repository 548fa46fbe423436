extension Keymap {
  /// The keys as they come: of several for one command the first is the one that is shown.
  public static let standard = Keymap(
    moving(in: [.list, .detail, .facets, .menu]) + [
      KeyBinding(.list, "Enter", .open),
      KeyBinding(.list, "l", .open),
      KeyBinding(.list, "Left", .scrollLeft),
      KeyBinding(.list, "Right", .scrollRight),
      KeyBinding(.list, "F", .follow),

      KeyBinding(.detail, "Enter", .zoom),
      KeyBinding(.detail, "]", .nextTab),
      KeyBinding(.detail, "[", .previousTab),
      KeyBinding(.detail, "J", .nextEvent),
      KeyBinding(.detail, "K", .previousEvent),
      KeyBinding(.detail, "h", .scrollLeft),
      KeyBinding(.detail, "Left", .scrollLeft),
      KeyBinding(.detail, "l", .scrollRight),
      KeyBinding(.detail, "Right", .scrollRight),
      KeyBinding(.detail, ".", .reveal),

      KeyBinding(.facets, "Enter", .facetOnly),
      KeyBinding(.facets, "o", .facetOnly),
      KeyBinding(.facets, "x", .facetExclude),
      KeyBinding(.facets, "a", .clearFilter),

      KeyBinding(.menu, "Enter", .open),

      KeyBinding(.composer, "F5", .submit),
      KeyBinding(.composer, "Ctrl-X", .submit),
      KeyBinding(.composer, "F3", .nextSection),
      KeyBinding(.composer, "Ctrl-N", .nextSection),
      KeyBinding(.composer, "F2", .previousSection),
      KeyBinding(.composer, "F1", .help),
      KeyBinding(.composer, "Ctrl-L", .redraw),
      KeyBinding(.composer, "Esc", .back),

      KeyBinding(.filter, "Enter", .open),
      KeyBinding(.filter, "Esc", .back),
      KeyBinding(.filter, "Ctrl-L", .redraw),

      KeyBinding(.everywhere, "Tab", .nextPane),
      KeyBinding(.everywhere, "Shift-Tab", .previousPane),
      KeyBinding(.everywhere, "f", .filter),
      KeyBinding(.everywhere, "F4", .filter),
      KeyBinding(.everywhere, "~", .toggleFilter),
      KeyBinding(.everywhere, "Backspace", .clearFilter),
      KeyBinding(.everywhere, "c", .compose),
      KeyBinding(.everywhere, "F7", .compose),
      KeyBinding(.everywhere, "e", .edit),
      KeyBinding(.everywhere, "r", .resend),
      KeyBinding(.everywhere, "F5", .resend),
      KeyBinding(.everywhere, "y d", .copyData),
      KeyBinding(.everywhere, "y e", .copyEvent),
      KeyBinding(.everywhere, "y i", .copyID),
      KeyBinding(.everywhere, "y c", .copyCurl),
      KeyBinding(.everywhere, "p", .pause),
      KeyBinding(.everywhere, "=", .pause),
      KeyBinding(.everywhere, "t", .facets),
      KeyBinding(.everywhere, "z", .zoom),
      KeyBinding(.everywhere, "\\", .layout),
      KeyBinding(.everywhere, "T", .themes),
      KeyBinding(.everywhere, "X", .clear),
      KeyBinding(.everywhere, "1", .tab1),
      KeyBinding(.everywhere, "2", .tab2),
      KeyBinding(.everywhere, "3", .tab3),
      KeyBinding(.everywhere, "4", .tab4),
      KeyBinding(.everywhere, "5", .tab5),
      KeyBinding(.everywhere, "6", .tab6),
      KeyBinding(.everywhere, "?", .help),
      KeyBinding(.everywhere, "F1", .help),
      KeyBinding(.everywhere, "F12", .mouse),
      KeyBinding(.everywhere, "Ctrl-L", .redraw),
      KeyBinding(.everywhere, "Ctrl-Z", .suspend),
      KeyBinding(.everywhere, "q", .close),
      KeyBinding(.everywhere, "Esc", .back),
      KeyBinding(.everywhere, "Q", .quit),
      KeyBinding(.everywhere, "F10", .quit),
      KeyBinding(.everywhere, "Ctrl-C", .quit),
    ])

  private static func moving(in scopes: [Scope]) -> [KeyBinding] {
    scopes.flatMap { scope in
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
}
