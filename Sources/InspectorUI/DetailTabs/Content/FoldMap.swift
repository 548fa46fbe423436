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
    var low = 0
    var high = hidden.count
    while low < high {
      let middle = (low + high) / 2
      if hidden[middle].range.lowerBound - hidden[middle].before <= index {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low > 0 else { return index }
    return index + hidden[low - 1].before + hidden[low - 1].range.count
  }

  /// The index of a place; nil where it is hidden.
  func index(of place: Int) -> Int? {
    var low = 0
    var high = hidden.count
    while low < high {
      let middle = (low + high) / 2
      if hidden[middle].range.lowerBound <= place { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return place }
    let range = hidden[low - 1]
    return place < range.range.upperBound ? nil : place - range.before - range.range.count
  }
}
