import CloudEvents
import InspectorCore

/// What is known of an event from the events around it.
struct Neighbours: Sendable {
  /// The latest event before with the same source and id, and whether it says the same.
  var earlier: (number: UInt64, isSame: Bool)?
  /// The `sequence` of the latest event before with the same source.
  var previousSequence: String?

  /// How many events are looked at, from the entry on backwards.
  private static let reach: UInt64 = 2000

  init() {}

  init(of entry: Entry, in snapshot: StoreSnapshot) {
    guard entry.isValid, let event = entry.event else { return }
    let sequence = AttributeName(unchecked: "sequence")
    let hasSequence = event[sequence] != nil
    guard entry.isDuplicate || hasSequence else { return }
    let first = entry.number > Self.reach ? max(snapshot.first, entry.number - Self.reach) : snapshot.first
    var number = entry.number
    while number > first, earlier == nil && entry.isDuplicate || previousSequence == nil && hasSequence {
      number -= 1
      let other = snapshot[number]
      if entry.isDuplicate, earlier == nil, other.identity == entry.identity, let before = other.event {
        earlier = (number, before == event)
      }
      if hasSequence, previousSequence == nil, other.isValid,
        other.source.utf8.elementsEqual(entry.source.utf8)
      {
        previousSequence = other.event?[sequence]?.canonicalString
      }
    }
  }
}
