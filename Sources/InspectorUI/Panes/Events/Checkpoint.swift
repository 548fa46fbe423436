import InspectorCore

/// What the user has made of the list, as it was before something that can be taken back.
struct Checkpoint: Sendable {
  /// What was done after it, in a few words.
  var title: String
  /// Whether it was done to events, which may be no longer kept, and not only to how they are shown.
  var isAboutEvents: Bool
  var marks: Set<UInt64>
  var showsOnlyMarked: Bool
  var removed: Set<UInt64>
  var clearedBefore: UInt64
  var sort: RowSort?
  var columns: [Column]
  var filter: String
  var isFilterOn: Bool
}

/// What can be taken back, and what can be done again, the latest last.
struct History: Sendable {
  var past: [Checkpoint] = []
  var future: [Checkpoint] = []

  /// How many steps are remembered.
  static let maximum = 100

  /// Takes out of every step what is no longer kept, and the steps that were about nothing else.
  mutating func forget(before number: UInt64) {
    past = Self.forgetting(number, past)
    future = Self.forgetting(number, future)
  }

  private static func forgetting(_ number: UInt64, _ steps: [Checkpoint]) -> [Checkpoint] {
    steps.compactMap { step in
      guard step.clearedBefore < number else { return step }
      guard !step.isAboutEvents else { return nil }
      var step = step
      step.clearedBefore = number
      step.marks = step.marks.filter { $0 >= number }
      step.removed = step.removed.filter { $0 >= number }
      return step
    }
  }
}

extension Model {
  private func checkpoint(_ title: String, isAboutEvents: Bool) -> Checkpoint {
    Checkpoint(
      title: title, isAboutEvents: isAboutEvents, marks: marks, showsOnlyMarked: showsOnlyMarked,
      removed: removed,
      clearedBefore: clearedBefore, sort: sort, columns: columns, filter: filter.applied,
      isFilterOn: filter.isOn)
  }

  /// Notes what is there before something is done that can be taken back.
  ///
  /// - Parameter isAboutEvents: whether it is done to events, and not only to how they are shown.
  mutating func remember(_ title: String, isAboutEvents: Bool = false) {
    history.past.append(checkpoint(title, isAboutEvents: isAboutEvents))
    if history.past.count > History.maximum { history.past.removeFirst() }
    history.future = []
  }

  mutating func undo() {
    guard let last = history.past.popLast() else { return }
    history.future.append(checkpoint(last.title, isAboutEvents: last.isAboutEvents))
    restore(last)
    message = Message(.ok, "Taken back: \(last.title). \(key(.redo)) does it again.")
  }

  mutating func redo() {
    guard let next = history.future.popLast() else { return }
    history.past.append(checkpoint(next.title, isAboutEvents: next.isAboutEvents))
    restore(next)
    message = Message(.ok, "Done again: \(next.title).")
  }

  private mutating func restore(_ checkpoint: Checkpoint) {
    // What was deleted comes back under the cursor.
    let back = removed.subtracting(checkpoint.removed)
    if back.count == 1, let number = back.first, shown.contains(number) {
      list.stay(on: number)
      list.follows = list.follows && number + 1 == shown.next
    }
    marks = checkpoint.marks.filter { live.contains($0) || shown.contains($0) }
    showsOnlyMarked = checkpoint.showsOnlyMarked
    removed = checkpoint.removed
    clearedBefore = checkpoint.clearedBefore
    columns = checkpoint.columns
    if sort != checkpoint.sort {
      sort = checkpoint.sort
      rows.sort(by: sort)
    }
    if filter.applied != checkpoint.filter || filter.isOn != checkpoint.isFilterOn {
      filter.isOn = checkpoint.isFilterOn
      filter.field = TextField(checkpoint.filter)
      applyFilter()
    }
    applyChoices()
  }

  /// Puts in force what is taken out of the list and what only is shown.
  mutating func applyChoices() {
    rows.set(removed: removed, start: clearedBefore, chosen: showsOnlyMarked ? marks : nil)
  }
}
