import Dispatch

/// Something that did not come about in time.
struct TimedOut: Error, CustomStringConvertible {
  var description: String
}

/// Waits until something holds, and looks again every few milliseconds.
func wait(
  for what: String, within seconds: Double = 20, until holds: () throws -> Bool,
  seen: () -> String = { "" }
) async throws {
  let end = ContinuousClock.now + .seconds(seconds)
  while try !holds() {
    guard ContinuousClock.now < end else {
      throw TimedOut(description: "waited \(seconds) s for \(what). \(seen())")
    }
    await shortPause()
  }
}

/// The time between two looks at a condition.
func shortPause() async {
  await withCheckedContinuation { continuation in
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) { continuation.resume() }
  }
}
