/// A short list to choose from, over everything else.
///
/// It is opened with what each item does: `model.open(Menu(title: …, items: […]))`.
struct Menu: Layer {
  /// One line of it.
  struct Item: Sendable {
    var title: String
    /// More about it, dim, at its right.
    var detail = ""
    /// What chooses it without the cursor.
    var key: Character?
    /// Why it cannot be chosen, in a sentence.
    var reason: String?
    /// What happens when it is chosen, the menu being closed before; nothing for a line that is only looked at.
    var choose: @Sendable (inout Model) -> [Effect]

    init(
      _ title: String, detail: String = "", key: Character? = nil, reason: String? = nil,
      choose: @escaping @Sendable (inout Model) -> [Effect] = { _ in [] }
    ) {
      self.title = title
      self.detail = detail
      self.key = key
      self.reason = reason
      self.choose = choose
    }

    /// Does nothing: what stands first where something cannot be taken back.
    static let cancel = Item("Cancel")
  }

  var title: String
  var items: [Item]
  var cursor = 0
  /// What happens when the cursor comes onto an item: what is chosen can be tried on.
  var preview: (@Sendable (Int, inout Model) -> [Effect])?
  /// What happens when nothing is chosen.
  var cancelled: (@Sendable (inout Model) -> [Effect])?

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.open, .back] }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    if let move = Move(command) {
      cursor = move.applied(to: cursor, page: 10, count: items.count)
      return preview?(cursor, &model) ?? []
    }
    switch command {
    case .open: return choose(cursor, in: &model)
    case .back:
      model.closeOverlay()
      return cancelled?(&model) ?? []
    default: return nil
    }
  }

  mutating func take(_ key: Key, in model: inout Model) -> [Effect]? {
    guard case .character(let character) = key.code, !key.control, !key.alt,
      let index = items.firstIndex(where: { $0.key == character })
    else { return nil }
    return choose(index, in: &model)
  }

  /// A key of its own for each title: the first letter of it that is neither taken nor means something in every menu,
  /// else a digit.
  static func keys(for titles: [String], in model: Model) -> [Character?] {
    var taken: Set<Character> = []
    return titles.map { title in
      let candidates = title.lowercased().filter { $0.isASCII && $0.isLetter } + "123456789"
      let free = candidates.first { character in
        !taken.contains(character) && model.keymap.resolve([Key(character)], in: [.menu]) == .none
      }
      if let free { taken.insert(free) }
      return free
    }
  }

  private mutating func choose(_ index: Int, in model: inout Model) -> [Effect] {
    guard items.indices.contains(index) else { return [] }
    if let reason = items[index].reason {
      tell(reason, in: &model)
      return []
    }
    model.closeOverlay()
    return items[index].choose(&model)
  }

  /// Says why an item cannot be chosen, in a box where the row of messages and the one under it have no room for it.
  private func tell(_ reason: String, in model: inout Model) {
    guard reason.wrapped(to: max(8, model.size.width - 2)).count > 2 else {
      model.message = Message(.warning, reason)
      return
    }
    let width = max(8, min(model.size.width - 6, 72))
    model.open(Reader(title: title, lines: reason.wrapped(to: width).map { [TextSpan(" " + $0)] }))
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    MenuView(menu: self).draw(into: &canvas, rect)
  }
}
