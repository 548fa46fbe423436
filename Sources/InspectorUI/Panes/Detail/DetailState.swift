import InspectorCore

/// The detail of the selected entry: which tab, how far it is scrolled, and the lines that were made for it.
public struct DetailState: Sendable {
  /// Whether it is open where it does not stand beside the list anyway.
  public var isOpen = false
  /// Which tab, from 0.
  public var tab = 0
  public var top = 0
  /// Columns that are scrolled away at the left.
  public var scroll = 0
  /// Whether the secrets of this entry are shown.
  public var revealsSecrets = false
  /// The lines of the tab, made when they are needed.
  private(set) var lines: [DetailLine] = []
  private var made: Made?

  /// What the lines were made for.
  private struct Made: Sendable, Equatable {
    var entry: UInt64
    var tab: Int
    var width: Int
    var reveals: Bool
    var rules: RuleSet
  }

  public init() {}

  /// Makes the lines anew where entry, tab or width are others.
  mutating func settle(
    _ entry: Entry?, width: Int, height: Int, now: WallTime, utcOffset: Int, keepsSecrets: Bool,
    rules: RuleSet
  ) {
    guard let entry else {
      lines = []
      made = nil
      return
    }
    if made?.entry != entry.number {
      top = 0
      scroll = 0
      revealsSecrets = false
    }
    let wanted = Made(
      entry: entry.number, tab: tab, width: width, reveals: revealsSecrets || keepsSecrets, rules: rules)
    if wanted != made {
      let context = DetailContext(
        now: now, utcOffset: utcOffset, revealsSecrets: wanted.reveals, rules: rules, width: width)
      lines = DetailTabs.all[tab].lines(of: entry, in: context)
      made = wanted
    }
    top = max(0, min(top, lines.count - height))
  }

  mutating func select(tab: Int) {
    guard DetailTabs.all.indices.contains(tab) else { return }
    if tab != self.tab {
      top = 0
      scroll = 0
    }
    self.tab = tab
  }
}
