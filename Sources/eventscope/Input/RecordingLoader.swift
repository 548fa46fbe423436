import InspectorCore

/// Takes the entries of a file as if they had just come.
struct RecordingLoader {
  /// How many entries there were.
  private(set) var count = 0
  /// The number behind the highest `seq`.
  private(set) var nextNumber: UInt64 = 1
  /// How many lines were neither event nor record, and how many records were cut.
  private(set) var wrong = 0
  /// The first of those lines, from 1.
  private var firstWrong: Int?
  private(set) var torn = 0
  /// Whether somebody has stopped it before the end.
  private(set) var isStopped = false
  private let name: String

  /// How far it has come.
  struct Progress {
    var name: String
    var count: Int
    /// How much of the file was read; `nil` where that is not known.
    var percent: Int?
  }

  /// The time after which somebody is told how far it has come, and between two times of telling.
  private static let patience = Duration.seconds(1)
  private static let interval = Duration.milliseconds(100)

  /// Reads the file, and gives each delivery to `take` with its number, time, bytes and status.
  ///
  /// - Parameters:
  ///   - numbersAll: whether what has no number in the file gets one that none has there.
  ///   - isWanted: asked after each delivery whether there is a use for more.
  ///   - progress: told now and then where it takes long; `false` stops it. `nil` tells on stderr.
  init(
    _ path: String, numbersAll: Bool = true, isWanted: () -> Bool = { true },
    progress: ((Progress) -> Bool)? = nil,
    take: (ReceivedDelivery) -> Void
  ) throws(Failure) {
    let input = try RecordingInput(path)
    name = input.name
    var told = ContinuousClock.now + Self.patience - Self.interval
    try input.forEachDelivery { item in
      if case .torn = item.content {
        torn += 1
      } else {
        wrong += 1
        if firstWrong == nil { firstWrong = item.line }
      }
    } _: { (delivery: RecordedDelivery) throws(Failure) in
      var received = delivery.received
      if received.firstNumber == 0, numbersAll { received.firstNumber = nextNumber }
      // What a rule dropped is in the file, and whoever opens that wants to see it.
      received.dropped = []
      nextNumber = max(nextNumber, received.firstNumber &+ UInt64(received.entries.count))
      count += received.entries.count
      take(received)
      guard isWanted() else {
        isStopped = true
        return false
      }
      let now = ContinuousClock.now
      guard now - told > Self.interval else { return true }
      told = now
      let reached = Progress(name: name, count: count, percent: input.percent)
      isStopped = progress.map { !$0(reached) } ?? !Self.tellOnTerminal(reached)
      return !isStopped
    }
    if progress == nil { StandardError.showProgress("") }
    if count == 0, wrong > 0 {
      throw Failure(
        .data,
        "\(name) has neither events nor delivery records; an event has specversion, a record transport.")
    }
  }

  /// Says how far it has come where no screen does.
  private static func tellOnTerminal(_ progress: Progress) -> Bool {
    StandardError.showProgress("opening \(progress.name): \(progress.count) entries")
    return true
  }

  /// What users are told where something was passed over.
  var warning: String? { skipped.map { "\(name): \($0); skipped." } }

  private var skipped: String? {
    var parts: [String] = []
    if torn > 0 { parts.append("\(torn) record\(torn == 1 ? " is" : "s are") cut, as after a crash") }
    if let firstWrong {
      parts.append(
        wrong == 1
          ? "line \(firstWrong) is neither event nor record"
          : "\(wrong) lines are neither event nor record, the first of them line \(firstWrong)")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// What was taken, and what was passed over.
  var sentence: String {
    let entries = "\(count) \(count == 1 ? "entry" : "entries")"
    let done = isStopped ? "Stopped: \(entries) of \(name) are loaded" : "Loaded \(entries) from \(name)"
    return done + (skipped.map { "; \($0), skipped" } ?? "") + "."
  }

  var isWhole: Bool { count > 0 && wrong == 0 && torn == 0 && !isStopped }
}
