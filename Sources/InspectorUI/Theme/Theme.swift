/// How each role looks, at each colour depth.
public struct Theme: Sendable, Equatable {
  public enum Appearance: String, Sendable, Hashable, CaseIterable {
    case dark, light, any
  }

  /// What the user calls it: the file's name without `.toml`.
  public let id: String
  /// What the theme calls itself.
  public let name: String
  /// Which kind of terminal background it is made for.
  public let appearance: Appearance
  private let tables: [ColorDepth: [StyleRole: StyleRule]]

  init(id: String, name: String, appearance: Appearance, tables: [ColorDepth: [StyleRole: StyleRule]]) {
    self.id = id
    self.name = name
    self.appearance = appearance
    self.tables = tables
  }

  /// No colours; only what lies over the text is reversed.
  public static let plain = Theme(
    id: "plain", name: "Plain", appearance: .any,
    tables: Dictionary(
      uniqueKeysWithValues: ColorDepth.allCases.map { depth in
        (
          depth,
          [
            .listSelected: StyleRule(attributes: .reverse), .searchMatch: StyleRule(attributes: .reverse),
            .buttonFocused: StyleRule(attributes: .reverse), .formFocused: StyleRule(attributes: .reverse),
          ]
        )
      }))

  /// How a cell looks.
  ///
  /// Colours that the role leaves out are those of ``StyleRole/text``. The overlay's colours win where it has
  /// any, and its attributes are added; an overlay that only reverses takes the text's colours, so that a
  /// selected row is one bar and not a patchwork.
  ///
  /// - Parameter hash: Picks one of the colours of ``StyleRole/typeHash``.
  public func style(
    for role: StyleRole, overlay: StyleRole? = nil, hash: UInt8? = nil, depth: ColorDepth
  ) -> Style {
    let table = tables[depth] ?? [:]
    let text = table[.text] ?? StyleRule()
    let own = rule(for: role, in: table)
    var style = Style(
      foreground: own.foreground(hash: hash) ?? text.foreground(hash: nil) ?? .terminal,
      background: own.background ?? text.background ?? .terminal,
      attributes: own.attributes)
    if let overlay {
      let over = rule(for: overlay, in: table)
      if over.attributes.contains(.reverse) {
        style.foreground = text.foreground(hash: nil) ?? .terminal
        style.background = text.background ?? .terminal
        style.attributes.subtract([.reverse, .dim])
      }
      if let foreground = over.foreground(hash: hash) {
        style.foreground = foreground
        // Dimmed text cannot be read on a bar.
        style.attributes.remove(.dim)
      } else if over.background != nil, own.background != nil {
        // A text made for a background of its own may not be seen on another.
        style.foreground = text.foreground(hash: nil) ?? .terminal
      }
      style.background = over.background ?? style.background
      style.attributes.formUnion(over.attributes)
    }
    return reduced(style, over: text.background ?? .terminal, to: depth)
  }

  /// The rule of the role's longest prefix that has one.
  private func rule(for role: StyleRole, in table: [StyleRole: StyleRule]) -> StyleRule {
    var candidate: StyleRole? = role
    while let role = candidate {
      if let rule = table[role] { return rule }
      candidate = role.parent
    }
    return StyleRule()
  }

  /// The style in the colours of the depth. A background that would vanish in the screen's own, and a text
  /// that would vanish in its background, are shown reversed.
  private func reduced(_ style: Style, over screen: Color, to depth: ColorDepth) -> Style {
    var result = style
    result.foreground = style.foreground?.reduced(to: depth)
    result.background = style.background?.reduced(to: depth)
    if depth == .indexed, style.background != screen, result.background == screen.reduced(to: depth) {
      result.background = style.background?.reduced(to: depth, butNot: result.background)
    }
    let vanishes = style.background != screen && result.background == screen.reduced(to: depth)
    let unreadable =
      depth != .mono && style.foreground != style.background && result.foreground == result.background
      && result.foreground != .terminal
    if vanishes || unreadable {
      let text = (tables[depth]?[.text] ?? StyleRule()).foreground(hash: nil) ?? .terminal
      result.foreground = text.reduced(to: depth)
      result.background = screen.reduced(to: depth)
      result.attributes.insert(.reverse)
    }
    return result
  }
}
