import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// What stands in a recording, in numbers.
struct RecordingStatistics {
  /// How many bodies, members of batches or lines there are of each size.
  struct Sizes {
    var smallest = 0
    var largest = 0
    var total = 0
  }

  /// Events, and deliveries that were none.
  private(set) var entries = 0
  private(set) var valid = 0
  /// Those with the same source and id as one before.
  private(set) var duplicates = 0
  private(set) var sizes = Sizes()
  private(set) var first: Timestamp?
  private(set) var last: Timestamp?
  /// The longest time in which nothing came, and when it began.
  private(set) var longestPause: (seconds: Double, from: Timestamp)?
  /// How many numbers are missing between the records' own.
  private(set) var missing: UInt64 = 0
  private(set) var types = Tally()
  private(set) var sources = Tally()
  private(set) var modes = Tally()
  private(set) var statuses = Tally()
  /// What is counted.
  private let condition: EventCondition
  private let now = WallTime.now()
  private var seen = SeenEvents()
  private var previous: Timestamp?
  private var previousNumber: UInt64?

  var invalid: Int { entries - valid }
  /// From the first to the last.
  var seconds: Double {
    guard let first, let last else { return 0 }
    return Self.seconds(from: first, to: last)
  }
  /// Entries a second; `nil` where they have no length of time.
  var rate: Double? { seconds > 0 ? Double(entries) / seconds : nil }
  var meanSize: Double? { entries > 0 ? Double(sizes.total) / Double(entries) : nil }

  init(of condition: EventCondition = .everything) { self.condition = condition }

  /// Counts an entry, where it is one of those that are asked for.
  mutating func add(_ entry: RecordedEntry) {
    let isCounted = entry.withSubject(now: now, seen: &seen) { subject in
      guard condition.matches(subject) else { return false }
      if subject.isDuplicate { duplicates += 1 }
      let event = subject.event.encoded
      if let type = event.type.text(in: subject.eventBytes) { types.count(type) }
      if let source = event.source.text(in: subject.eventBytes) { sources.count(source) }
      return true
    }
    // What is missing is missing of all.
    note(entry.number)
    guard isCounted else { return }
    entries += 1
    if entry.isValid { valid += 1 }
    sizes.smallest = entries == 1 ? entry.size : min(sizes.smallest, entry.size)
    sizes.largest = max(sizes.largest, entry.size)
    sizes.total += entry.size
    modes.count(entry.mode?.rawValue ?? "none")
    if let status = entry.status { statuses.count(String(status)) }
    note(entry.moment)
  }

  private mutating func note(_ moment: Timestamp?) {
    guard let moment else { return }
    if let previous {
      let pause = Self.seconds(from: previous, to: moment)
      if pause > longestPause?.seconds ?? 0 { longestPause = (pause, previous) }
    }
    previous = moment
    if first.map({ moment < $0 }) ?? true { first = moment }
    if last.map({ $0 < moment }) ?? true { last = moment }
  }

  /// A number that is not past the one before begins another run.
  private mutating func note(_ number: UInt64?) {
    guard let number else { return }
    if let previousNumber, number > previousNumber { missing += number - previousNumber - 1 }
    previousNumber = number
  }

  private static func seconds(from start: Timestamp, to end: Timestamp) -> Double {
    func value(_ time: Timestamp) -> Double {
      (Double("0." + (time.fraction.isEmpty ? "0" : time.fraction)) ?? 0)
    }
    return Double(end.seconds - start.seconds) + value(end) - value(start)
  }
}

/// How often each of some texts occurred.
struct Tally {
  /// By the texts' bytes: two spellings of one text are two.
  private var counts: [[UInt8]: Int] = [:]

  mutating func count(_ text: String) { counts[Array(text.utf8), default: 0] += 1 }

  var isEmpty: Bool { counts.isEmpty }

  /// The most frequent first, and in the texts' order where they are as frequent.
  var sorted: [(text: String, count: Int)] {
    counts.sorted {
      $0.value == $1.value ? $0.key.lexicographicallyPrecedes($1.key) : $0.value > $1.value
    }.map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
  }
}
