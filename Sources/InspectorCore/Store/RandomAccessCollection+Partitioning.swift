extension RandomAccessCollection {
  /// The first place from which on something holds, the end where it never does; it must hold for all elements behind
  /// one for which it does. Looks at as few as a search by halves needs.
  @inlinable package func partitioningIndex(where holds: (Element) -> Bool) -> Index {
    var (low, count) = (startIndex, count)
    while count > 0 {
      let half = count / 2
      let middle = index(low, offsetBy: half)
      if holds(self[middle]) {
        count = half
      } else {
        low = index(after: middle)
        count -= half + 1
      }
    }
    return low
  }
}
