/// Which places are folded, and so which lines are shown.
struct FoldMap: Sendable {
  /// How many places there are.
  let count: Int
  /// The places that are folded.
  private(set) var folded: Set<Int> = []
  /// The places that are hidden, in order and apart from each other, each with how many are hidden before it.
  private var hidden: [(range: Range<Int>, before: Int)] = []
  private var hiddenCount = 0

  init(count: Int) { self.count = count }

  /// How many lines are shown.
  var shownCount: Int { count - hiddenCount }

  /// Folds other places.
  ///
  /// - Parameter extent: the places that a folded one hides, right after it.
  mutating func fold(_ places: Set<Int>, extent: (Int) -> Range<Int>) {
    folded = places
    hidden = []
    hiddenCount = 0
    for place in places.sorted() {
      let range = extent(place)
      if range.isEmpty || hidden.last.map({ place < $0.range.upperBound }) == true { continue }
      hidden.append((range, hiddenCount))
      hiddenCount += range.count
    }
  }

  /// The place of the line at an index.
  func place(at index: Int) -> Int {
    // The last hidden range that begins at or before the place.
    let next = hidden.partitioningIndex { $0.range.lowerBound - $0.before > index }
    guard next > 0 else { return index }
    return index + hidden[next - 1].before + hidden[next - 1].range.count
  }

  /// The index of a place; nil where it is hidden.
  func index(of place: Int) -> Int? {
    let next = hidden.partitioningIndex { $0.range.lowerBound > place }
    guard next > 0 else { return place }
    let range = hidden[next - 1]
    return place < range.range.upperBound ? nil : place - range.before - range.range.count
  }
}
