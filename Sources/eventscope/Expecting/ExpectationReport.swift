import CloudEvents
import InspectorCore

/// Writes what became of an expectation, for programs and in a sentence for people.
struct ExpectationReport {
  let expectation: Expectation
  /// How long it took.
  let duration: Duration
  /// Whether a signal ended it before the answer was known.
  var isCutShort = false

  /// One JSON object on one line.
  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("ok", expectation.isFulfilled && (!isCutShort || expectation.isDecided))
      json.member("matched", expectation.matched)
      json.member("wanted", expectation.wanted)
      json.member("seen", expectation.seen)
      json.member("refused", expectation.refused)
      json.name("seconds")
      json.decimal((seconds * 1000).rounded() / 1000)
      json.name("nearest")
      json.array { json in
        // Where enough came, nobody asks what else there was.
        for miss in expectation.isFulfilled ? [] : expectation.nearest where expectation.wanted > 0 {
          write(miss, to: &json)
        }
      }
      json.name("matches")
      json.array { json in
        for event in expectation.matches { json.raw(event) }
      }
    }
    return json.bytes
  }

  private func write(_ miss: Expectation.NearMiss, to json: inout JSONWriter) {
    json.object { json in
      json.name("event")
      if let event = miss.event { json.raw(event) } else { json.null() }
      json.member("failed", miss.failed.map(\.text).joined(separator: " "))
      json.member("why", miss.failed.map(\.reason).joined(separator: "; "))
    }
  }

  /// What was not so; `nil` where all was.
  var sentence: String? {
    if expectation.isFulfilled { return nil }
    let came = "\(expectation.matched) of \(expectation.seen) seen"
    if expectation.wanted == 0 { return "no matching event was to come, and one did (\(came))." }
    return "\(expectation.wanted) matching event\(expectation.wanted == 1 ? " was" : "s were") to come, and "
      + "\(expectation.matched == 0 ? "none" : "only \(expectation.matched)") did within "
      + "\((seconds * 10).rounded() / 10) s (\(came))."
  }

  private var seconds: Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }
}
