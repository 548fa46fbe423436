import Dispatch

/// Something that did not come about in time.
struct TimedOut: Error, CustomStringConvertible {
  var description: String
}

/// Waits until something holds, and looks again every few milliseconds.
func wait(
  for what: String, within seconds: Double = 60, until holds: () throws -> Bool,
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

/// Waits until something holds, and takes a step that may take its time before each look.
func wait(
  for what: String, within seconds: Double = 60, until holds: () -> Bool, step: () async throws -> Void
) async throws {
  let end = ContinuousClock.now + .seconds(seconds)
  repeat {
    try await step()
    if holds() { return }
    await shortPause()
  } while ContinuousClock.now < end
  throw TimedOut(description: "waited \(seconds) s for \(what).")
}

/// The time between two looks at a condition.
func shortPause() async {
  await withCheckedContinuation { continuation in
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) { continuation.resume() }
  }
}
