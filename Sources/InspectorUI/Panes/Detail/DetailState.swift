import InspectorCore

/// The detail of the selected entry: which tab, what it shows, where the cursor is, and what is searched for.
public struct DetailState: Sendable {
  /// Whether it is open where it does not stand beside the list anyway.
  public var isOpen = false
  /// Which tab, from 0.
  public var tab = 0
  /// The index of the first line on the screen, and of the one under the cursor.
  public internal(set) var top = 0
  public internal(set) var cursor = 0
  /// Columns that are scrolled away at the left.
  public internal(set) var scroll = 0
  /// The byte of the line under the cursor, where lines show bytes.
  var byte = 0
  /// Whether the secrets of this entry are shown.
  public var revealsSecrets = false
  /// Whether what is large is shown to its end.
  var showsWhole = false
  /// Which of the ways to look at it each tab has, by the tab's number.
  var forms: [Int: Int] = [:]
  /// The decoder that was asked for, by its name; nil for the one that fits. It holds for events of one type.
  var decoder: String?
  private var type = ""
  private(set) var content: any DetailContent = LinesContent(lines: [])
  private var made: Made?

  /// What is searched for, and the places at which it stands.
  private(set) var pattern: SearchPattern?
  private var matches: [Int] = []
  /// The place after which a match is gone to as soon as the whole is there.
  private var soughtAfter: Int?
  /// Whether what is searched for was found in the event, and is to be gone to.
  private var isSeeking = false

  /// What the content was made for.
  private struct Made: Sendable, Equatable {
    var entry: UInt64
    var tab: Int
    var width: Int
    var reveals: Bool
    var showsWhole: Bool
    var form: Int
    var decoder: String?
    var rules: RuleSet
    /// Whether what comes back for it was still waited for.
    var awaitsAnswer: Bool
  }

  public init() {}

  /// Makes the content anew where entry, tab or width are others, and keeps the cursor within it.
  mutating func settle(_ entry: Entry?, height: Int, _ context: DetailContext, keepsSecrets: Bool) {
    guard let entry else {
      content = LinesContent(lines: [])
      made = nil
      return
    }
    if made?.entry != entry.number {
      goToTop()
      revealsSecrets = false
      showsWhole = false
      if entry.type != type { decoder = nil }
      type = entry.type
    }
    make(of: entry, context, keepsSecrets: keepsSecrets)
    if isSeeking, matches.isEmpty { lookIntoData(of: entry, context, keepsSecrets: keepsSecrets) }
    if let origin = isSeeking ? -1 : soughtAfter,
      let match = matches.first(where: { $0 > origin }) ?? matches.first
    {
      cursor = content.reveal(place: match)
    }
    (soughtAfter, isSeeking) = (nil, false)
    cursor = max(0, min(cursor, content.count - 1))
    top = max(0, min(top, content.count - height))
    if cursor < top { top = cursor }
    if cursor >= top + height { top = cursor - height + 1 }
  }

  /// Makes the content of the tab anew where anything is other than what it was made for.
  private mutating func make(of entry: Entry, _ context: DetailContext, keepsSecrets: Bool) {
    let wanted = Made(
      entry: entry.number, tab: tab, width: context.width, reveals: revealsSecrets || keepsSecrets,
      showsWhole: showsWhole, form: forms[tab] ?? 0, decoder: decoder, rules: context.rules,
      awaitsAnswer: entry.awaitsAnswer)
    guard wanted != made else { return }
    var context = context
    context.revealsSecrets = wanted.reveals
    context.showsWhole = showsWhole
    context.form = wanted.form
    context.decoder = decoder
    context.neighbours = context.snapshot.map { Neighbours(of: entry, in: $0) } ?? Neighbours()
    content = DetailTabs.all[tab].content(of: entry, in: context)
    made = wanted
    matches = pattern.map { content.places(of: $0) } ?? []
  }

  /// Goes to the data, all of it, where what is sought stands there and not in this tab.
  private mutating func lookIntoData(of entry: Entry, _ context: DetailContext, keepsSecrets: Bool) {
    let (tab, whole) = (self.tab, showsWhole)
    for isWhole in entry.deliverySize > DetailContext.largest ? [whole, true] : [whole] {
      (self.tab, showsWhole) = (DetailTabs.data, isWhole)
      make(of: entry, context, keepsSecrets: keepsSecrets)
      guard matches.isEmpty else {
        if tab != DetailTabs.data { goToTop() }
        return
      }
    }
    (self.tab, showsWhole) = (tab, whole)
    make(of: entry, context, keepsSecrets: keepsSecrets)
  }

  mutating func select(tab: Int) {
    guard DetailTabs.all.indices.contains(tab) else { return }
    if tab != self.tab { goToTop() }
    self.tab = tab
  }

  private mutating func goToTop() {
    (top, cursor, scroll, byte) = (0, 0, 0, 0)
  }

  /// Moves the cursor, or scrolls where the cursor has no line to go to.
  mutating func move(_ move: Move, page: Int) {
    let place = move.applied(to: cursor, page: page, count: content.count)
    // A page turns the screen, and not only the cursor on it.
    if case .pages(let pages) = move { top += pages * max(1, page - 1) }
    cursor = place
  }

  /// Scrolls without the cursor, which stays on the screen.
  mutating func scroll(by rows: Int, height: Int) {
    top = max(0, min(top + rows, content.count - height))
    cursor = max(top, min(cursor, top + height - 1))
  }

  // MARK: Sideways, and folding

  mutating func goLeft() {
    if content.bytesPerLine != nil {
      byte = max(0, byte - 1)
    } else if scroll > 0 {
      scroll = max(0, scroll - 8)
    } else if content.isFolded(at: cursor) == false, content.toggleFold(at: cursor) {
      foldsChanged()
    } else if let parent = content.parent(of: cursor) {
      cursor = parent
    }
  }

  mutating func goRight() {
    if let count = content.bytesPerLine {
      byte = min(count - 1, byte + 1)
    } else if content.isFolded(at: cursor) == true, content.toggleFold(at: cursor) {
      foldsChanged()
    } else {
      scroll = min(20_000, scroll + 8)
    }
  }

  /// Folds or unfolds the line under the cursor; false where there is nothing to fold.
  mutating func toggleFold() -> Bool {
    guard content.toggleFold(at: cursor) else { return false }
    foldsChanged()
    return true
  }

  /// Folds everything, or unfolds all where something is folded; false where nothing can be.
  mutating func toggleAllFolds() -> Bool {
    let place = content.place(at: cursor)
    let hasFolded = (0..<min(content.count, 5000)).contains { content.isFolded(at: $0) == true }
    guard content.foldAll(!hasFolded) else { return false }
    if hasFolded { cursor = content.reveal(place: place) }
    foldsChanged()
    return true
  }

  private mutating func foldsChanged() { cursor = max(0, min(cursor, content.count - 1)) }

  /// What a filter can ask for on the line under the cursor, as a query's term.
  var term: String? { content.count > 0 ? content.term(at: cursor) : nil }

  /// Where the cursor is, and what is searched for, in words; empty where there is nothing to say.
  func status(isTyping: Bool) -> String {
    guard content.count > 0, cursor < content.count else { return "" }
    var parts: [String] = []
    if let counter = counter(isTyping: isTyping) { parts.append(counter) }
    if let path = content.path(at: cursor) { parts.append(path) }
    if content.bytesPerLine != nil, let byte = content.describe(byte: byte, ofLine: cursor) {
      parts.append(byte)
    }
    return parts.joined(separator: " · ")
  }

  // MARK: Searching

  /// Looks for a text from a place on; nil ends the search.
  mutating func search(_ text: String, from origin: Int) {
    pattern = SearchPattern(text)
    isSeeking = false
    matches = pattern.map { content.places(of: $0) } ?? []
    guard let index = matches.firstIndex(where: { $0 >= origin }) ?? (matches.isEmpty ? nil : 0) else {
      return
    }
    cursor = content.reveal(place: matches[index])
  }

  /// Has a text that was found in an event searched for in it, and gone to where it first stands.
  mutating func seek(_ text: String) {
    pattern = SearchPattern(text)
    matches = pattern.map { content.places(of: $0) } ?? []
    isSeeking = pattern != nil
  }

  /// Has the whole of what is large laid out, and the match gone to that comes after a place.
  mutating func searchOn(after place: Int) {
    showsWhole = true
    soughtAfter = place
  }

  /// Whether what is searched for stands after a place, in what is laid out.
  func hasMatch(after place: Int) -> Bool { matches.last.map { $0 > place } ?? false }

  /// The place under the cursor, to come back to.
  var place: Int { content.count > 0 ? content.place(at: cursor) : 0 }

  /// Goes to the next place at which the pattern stands, or the one before; false where there is none.
  mutating func goToMatch(forward: Bool) -> Bool {
    guard !matches.isEmpty else { return false }
    let here = place
    let index =
      forward
      ? matches.firstIndex { $0 > here } ?? 0
      : matches.lastIndex { $0 < here } ?? matches.count - 1
    cursor = content.reveal(place: matches[index])
    return true
  }

  /// `3 of 17`, where something is searched for.
  ///
  /// - Parameter isTyping: whether it is still being typed; else it is said only as long as the cursor is on a match.
  func counter(isTyping: Bool) -> String? {
    guard let pattern else { return nil }
    let here = place
    guard !matches.isEmpty else { return isTyping ? "\"\(pattern.text)\" is not here" : nil }
    guard isTyping || matches.contains(here) else { return nil }
    let number = matches.firstIndex { $0 >= here }.map { matches[$0] == here ? $0 + 1 : $0 } ?? matches.count
    return "\"\(pattern.text)\" \(Shown.count(number)) of \(Shown.count(matches.count))"
  }
}
