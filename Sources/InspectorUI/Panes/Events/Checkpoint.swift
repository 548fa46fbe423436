import InspectorCore

/// What the user has made of the list, as it was before something that can be taken back.
struct Checkpoint: Sendable {
  /// What a step was done to.
  enum Subject: Sendable, Equatable {
    /// How events are shown.
    case view
    /// The filters that are kept under names.
    case savedFilters
    /// Events, which may be no longer kept.
    case events
    /// So many events, which were cleared away.
    case clearing(Int)
    /// So many events that were cleared away and are no longer kept: it can be said, and not be taken back.
    case gone(Int)
  }

  /// What was done after it, in a few words.
  var title: String
  var subject: Subject
  /// Where the list stood.
  var list: EventListState
  var marks: Set<UInt64>
  var showsOnlyMarked: Bool
  var removed: Set<UInt64>
  var clearedBefore: UInt64
  var sort: RowSort?
  var columns: [Column]
  var filter: String
  var savedFilters: [SavedFilter]
  var isFilterOn: Bool
}

/// What can be taken back, and what can be done again, the latest last.
struct History: Sendable {
  var past: [Checkpoint] = []
  var future: [Checkpoint] = []

  /// How many steps are remembered.
  static let maximum = 100

  /// Takes out of every step what is no longer kept, and the steps that were about nothing else. Of the clearing a note
  /// stays that it cannot be taken back.
  mutating func forget(before number: UInt64) {
    past = Self.forgetting(number, past)
    future = Self.forgetting(number, future).filter { !$0.isGone }
    if let last = past.lastIndex(where: \.isGone) {
      past = past.enumerated().filter { $0.offset == last || !$0.element.isGone }.map(\.element)
    }
  }

  private static func forgetting(_ number: UInt64, _ steps: [Checkpoint]) -> [Checkpoint] {
    steps.compactMap { step in
      guard step.clearedBefore < number else { return step }
      var step = step
      switch step.subject {
      case .view, .savedFilters: break
      case .events: return nil
      case .clearing(let count): step.subject = .gone(count)
      case .gone: return step
      }
      step.clearedBefore = number
      step.marks = step.marks.filter { $0 >= number }
      step.removed = step.removed.filter { $0 >= number }
      return step
    }
  }
}

extension Checkpoint {
  /// Whether it cannot be gone back to.
  var isGone: Bool { if case .gone = subject { true } else { false } }
}

extension Model {
  private func checkpoint(_ title: String, _ subject: Checkpoint.Subject) -> Checkpoint {
    Checkpoint(
      title: title, subject: subject, list: list, marks: marks, showsOnlyMarked: showsOnlyMarked,
      removed: removed, clearedBefore: clearedBefore, sort: sort, columns: columns, filter: filter.applied,
      savedFilters: savedFilters, isFilterOn: filter.isOn)
  }

  /// Notes what is there before something is done that can be taken back.
  ///
  /// - Parameter subject: what it is done to.
  mutating func remember(_ title: String, about subject: Checkpoint.Subject = .view) {
    history.past.append(checkpoint(title, subject))
    if history.past.count > History.maximum { history.past.removeFirst() }
    history.future = []
  }

  mutating func undo() {
    guard let last = history.past.popLast() else { return }
    if case .gone(let count) = last.subject {
      let next = history.past.last.map { " \(key(.undo)) again takes back \($0.title)." } ?? ""
      let sentence =
        count == 1
        ? "The event that was cleared is" : "The \(Shown.count(count)) events that were cleared are"
      message = Message(.warning, "\(sentence) gone for good.\(next)")
      return
    }
    history.future.append(checkpoint(last.title, last.subject))
    restore(last)
    message = Message(.ok, "Taken back: \(last.title). \(key(.redo)) does it again.")
  }

  mutating func redo() {
    guard let next = history.future.popLast() else { return }
    history.past.append(checkpoint(next.title, next.subject))
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
    // Those that were kept otherwise stay.
    if checkpoint.subject == .savedFilters { savedFilters = checkpoint.savedFilters }
    // What comes back is where it was, with the cursor.
    if case .clearing = checkpoint.subject { list = checkpoint.list }
  }

  /// Puts in force what is taken out of the list and what only is shown.
  mutating func applyChoices() {
    rows.set(removed: removed, start: clearedBefore, chosen: showsOnlyMarked ? marks : nil)
  }
}
