import InspectorCore

/// Decoded data of which parts can be folded: XML, CBOR, Protocol Buffers and others, as their decoders lay them out.
struct TreeContent: DetailContent {
  private let lines: [DataLine]
  /// For each line that of the part that it stands in; -1 for the outermost.
  private var parents: [Int] = []
  /// The line after the last one of the part that a line opens; 0 where it opens none.
  private var ends: [Int]
  /// How many lines stand right in the part that a line opens, its closing line aside.
  private var items: [Int]
  private var folds: FoldMap

  /// Whether any of the lines opens a part.
  static func canFold(_ lines: [DataLine]) -> Bool { lines.contains { $0.fold != nil } }

  init(_ lines: [DataLine]) {
    self.lines = lines
    ends = Array(repeating: 0, count: lines.count)
    items = ends
    folds = FoldMap(count: lines.count)
    var open: [Int] = []
    for (place, line) in lines.enumerated() {
      while let last = open.last, lines[last].indent >= line.indent {
        let isClosed = line.closes && line.indent == lines[last].indent
        ends[last] = isClosed ? place + 1 : place
        open.removeLast()
        if isClosed { break }
      }
      parents.append(open.last ?? -1)
      if let last = open.last, !line.closes { items[last] += 1 }
      if line.fold != nil { open.append(place) }
    }
    for place in open { ends[place] = lines.count }
  }

  var count: Int { folds.shownCount }
  func place(at index: Int) -> Int { folds.place(at: index) }

  func line(at index: Int) -> DetailLine {
    let place = folds.place(at: index)
    let line = lines[place]
    let isFolded = folds.folded.contains(place)
    let glyph = line.fold == nil ? "  " : isFolded ? "▸ " : "▾ "
    var spans =
      [TextSpan(" " + String(repeating: "  ", count: line.indent)), TextSpan(glyph, .textDim)]
      + line.spans.map(TextSpan.init)
    guard line.fold != nil else { return spans }
    if isFolded { spans += inside(place) }
    spans.append(TextSpan("   \(Shown.plural(items[place], "item"))", .textDim))
    return spans
  }

  /// What is folded, as far as a glance goes, and what closes it.
  private func inside(_ place: Int) -> DetailLine {
    let longest = 60
    let closing = lines[ends[place] - 1].closes ? ends[place] - 1 : ends[place]
    var text = ""
    for line in lines[place + 1..<closing] {
      text += " " + line.spans.map(\.text).joined()
      if text.count > longest { break }
    }
    if text.count > longest { text = text.prefix(longest) + " …" }
    return [TextSpan(text + " ", .textDim)]
      + lines[closing..<ends[place]].flatMap { $0.spans.map(TextSpan.init) }
  }

  func places(of pattern: SearchPattern) -> [Int] {
    lines.indices.filter { place in pattern.isFound(in: lines[place].spans.map(\.text).joined()) }
  }

  // MARK: Folding

  mutating func reveal(place: Int) -> Int {
    if let index = folds.index(of: place) { return index }
    // A closing line is hidden with what it closes, which opens before it.
    var folded = folds.folded
    for open in folded where open < place && place < ends[open] { folded.remove(open) }
    fold(folded)
    return folds.index(of: place) ?? 0
  }

  mutating func toggleFold(at index: Int) -> Bool {
    let place = folds.place(at: index)
    guard lines[place].fold != nil else { return false }
    fold(folds.folded.symmetricDifference([place]))
    return true
  }

  mutating func foldAll(_ folds: Bool) -> Bool {
    guard folds else {
      fold([])
      return true
    }
    var places = Set(lines.indices.filter { lines[$0].fold != nil })
    // What holds all the rest stays open.
    if places.count > 1, let first = places.min(), ends[first] == lines.count { places.remove(first) }
    guard !places.isEmpty else { return false }
    fold(places)
    return true
  }

  private mutating func fold(_ places: Set<Int>) {
    folds.fold(places) { place in place + 1..<max(place + 1, ends[place]) }
  }

  func isFolded(at index: Int) -> Bool? {
    let place = folds.place(at: index)
    return lines[place].fold == nil ? nil : folds.folded.contains(place)
  }

  func parent(of index: Int) -> Int? {
    let parent = parents[folds.place(at: index)]
    return parent >= 0 ? folds.index(of: parent) : nil
  }
}
