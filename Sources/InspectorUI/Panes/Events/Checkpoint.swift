import InspectorCore

/// What the user has made of the list, as it was before something that can be taken back.
struct Checkpoint: Sendable {
  /// What was done after it, in a few words.
  var title: String
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
}

extension Model {
  private func checkpoint(_ title: String) -> Checkpoint {
    Checkpoint(
      title: title, marks: marks, showsOnlyMarked: showsOnlyMarked, removed: removed,
      clearedBefore: clearedBefore, sort: sort, columns: columns, filter: filter.applied,
      isFilterOn: filter.isOn)
  }

  /// Notes what is there before something is done that can be taken back.
  mutating func remember(_ title: String) {
    history.past.append(checkpoint(title))
    if history.past.count > History.maximum { history.past.removeFirst() }
    history.future = []
  }

  mutating func undo() {
    guard let last = history.past.popLast() else { return }
    history.future.append(checkpoint(last.title))
    restore(last)
    message = Message(.ok, "Taken back: \(last.title). \(key(.redo)) does it again.")
  }

  mutating func redo() {
    guard let next = history.future.popLast() else { return }
    history.past.append(checkpoint(next.title))
    restore(next)
    message = Message(.ok, "Done again: \(next.title).")
  }

  private mutating func restore(_ checkpoint: Checkpoint) {
    marks = checkpoint.marks
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
