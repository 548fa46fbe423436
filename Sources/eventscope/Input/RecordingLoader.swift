import InspectorCore

/// Takes the entries of a file as if they had come before everything else.
struct RecordingLoader {
  /// How many entries there were.
  private(set) var count = 0
  /// The number behind the highest `seq`.
  private(set) var nextNumber: UInt64 = 1
  /// How many lines were neither event nor record, and how many records were cut.
  private(set) var wrong = 0
  private(set) var torn = 0
  private let name: String

  /// Reads the file, and gives each delivery to `take` with its number, time, bytes and status.
  init(_ path: String, take: (ReceivedDelivery) -> Void) throws(Failure) {
    let input = try RecordingInput(path)
    name = input.name
    let start = ContinuousClock.now
    try input.forEachDelivery { item in
      if case .torn = item.content { torn += 1 } else { wrong += 1 }
    } _: { (delivery: RecordedDelivery) throws(Failure) in
      var received = delivery.received
      if received.firstNumber == 0 { received.firstNumber = nextNumber }
      // What a rule dropped is in the file, and whoever opens that wants to see it.
      received.dropped = []
      nextNumber = max(nextNumber, received.firstNumber &+ UInt64(received.entries.count))
      count += received.entries.count
      take(received)
      if count % 4096 == 0, ContinuousClock.now - start > .seconds(1) {
        StandardError.showProgress("opening \(name): \(count) entries")
      }
      return true
    }
    StandardError.showProgress("")
    if count == 0, wrong > 0 {
      throw Failure(
        .data,
        "\(name) has neither events nor delivery records; an event has specversion, a record transport.")
    }
  }

  /// What users are told where something was passed over.
  var warning: String? {
    var parts: [String] = []
    if torn > 0 { parts.append("\(torn) record\(torn == 1 ? " is" : "s are") cut, as after a crash") }
    if wrong > 0 { parts.append("\(wrong) line\(wrong == 1 ? " is" : "s are") neither event nor record") }
    return parts.isEmpty ? nil : "\(name): \(parts.joined(separator: ", ")); skipped."
  }
}
