import InspectorCore

/// What a tab shows: lines that are made when somebody looks at them.
///
/// A *place* is a line's number where nothing is folded; an *index* is its number among those that are shown.
protocol DetailContent: Sendable {
  /// How many lines are shown.
  var count: Int { get }
  /// The line at an index.
  func line(at index: Int) -> DetailLine
  /// How many lines at the top stand over the content, and do not scroll sideways with it.
  var headCount: Int { get }

  /// The place of the line at an index.
  func place(at index: Int) -> Int
  /// The index of a place, unfolding what hides it.
  mutating func reveal(place: Int) -> Int
  /// The places at which a pattern is found, in order, through everything there is.
  func places(of pattern: SearchPattern) -> [Int]

  /// Folds or unfolds at an index; false where there is nothing to fold.
  mutating func toggleFold(at index: Int) -> Bool
  /// Folds everything inside, or unfolds all; false where nothing can be folded.
  mutating func foldAll(_ folds: Bool) -> Bool
  /// Whether the line at an index is folded; nil where it cannot be.
  func isFolded(at index: Int) -> Bool?
  /// The index of the line that the one at an index stands in.
  func parent(of index: Int) -> Int?

  /// Where in the data the line at an index stands, such as `lines[1].sku`.
  func path(at index: Int) -> String?
  /// What a filter can ask for on the line at an index, as a query's term.
  func term(at index: Int) -> String?
  /// How many bytes a line shows that a cursor can stand on; nil where there are none.
  var bytesPerLine: Int? { get }
  /// What is to be known of one byte.
  func describe(byte: Int, ofLine index: Int) -> String?
}

extension DetailContent {
  var headCount: Int { 0 }
  func place(at index: Int) -> Int { index }
  mutating func reveal(place: Int) -> Int { place }
  mutating func toggleFold(at index: Int) -> Bool { false }
  mutating func foldAll(_ folds: Bool) -> Bool { false }
  func isFolded(at index: Int) -> Bool? { nil }
  func parent(of index: Int) -> Int? { nil }
  func path(at index: Int) -> String? { nil }
  func term(at index: Int) -> String? { nil }
  var bytesPerLine: Int? { nil }
  func describe(byte: Int, ofLine index: Int) -> String? { nil }
}

/// Lines that are there already: what most tabs show.
struct LinesContent: DetailContent {
  var lines: [DetailLine]
  /// What a filter can ask for, by the line's number.
  var terms: [Int: String] = [:]

  var count: Int { lines.count }
  func line(at index: Int) -> DetailLine { lines[index] }
  func term(at index: Int) -> String? { terms[index] }

  func places(of pattern: SearchPattern) -> [Int] {
    lines.indices.filter { index in pattern.isFound(in: lines[index].map(\.text).joined()) }
  }
}

/// A few lines, and under them another content.
struct HeadedContent<Body: DetailContent>: DetailContent {
  var head: [DetailLine]
  var body: Body
  /// Lines under everything.
  var foot: [DetailLine] = []

  var count: Int { head.count + body.count + foot.count }
  var headCount: Int { head.count }

  private func inBody(_ index: Int) -> Int? {
    index >= head.count && index < head.count + body.count ? index - head.count : nil
  }

  func line(at index: Int) -> DetailLine {
    if index < head.count { return head[index] }
    return inBody(index).map { body.line(at: $0) } ?? foot[index - head.count - body.count]
  }

  func place(at index: Int) -> Int { inBody(index).map { head.count + body.place(at: $0) } ?? index }

  mutating func reveal(place: Int) -> Int {
    place < head.count ? place : head.count + body.reveal(place: place - head.count)
  }

  func places(of pattern: SearchPattern) -> [Int] {
    LinesContent(lines: head).places(of: pattern) + body.places(of: pattern).map { $0 + head.count }
  }

  mutating func toggleFold(at index: Int) -> Bool { inBody(index).map { body.toggleFold(at: $0) } ?? false }
  mutating func foldAll(_ folds: Bool) -> Bool { body.foldAll(folds) }
  func isFolded(at index: Int) -> Bool? { inBody(index).flatMap { body.isFolded(at: $0) } }
  func parent(of index: Int) -> Int? { inBody(index).flatMap { body.parent(of: $0) }.map { $0 + head.count } }
  func path(at index: Int) -> String? { inBody(index).flatMap { body.path(at: $0) } }
  func term(at index: Int) -> String? { inBody(index).flatMap { body.term(at: $0) } }
  var bytesPerLine: Int? { body.bytesPerLine }
  func describe(byte: Int, ofLine index: Int) -> String? {
    inBody(index).flatMap { body.describe(byte: byte, ofLine: $0) }
  }
}
