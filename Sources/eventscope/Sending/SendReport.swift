import CloudEvents
import CloudEventsHTTP
import Histogram
import InspectorCore
import InspectorSender
import Synchronization

/// Prints the answers as they come, and knows how it went.
final class SendReport: Sendable {
  private struct State {
    /// Messages that are on their way, or were.
    var begun = 0
    /// Those that are over, with an answer or without.
    var sent = 0
    var accepted = 0
    /// The first refusal, as `400 Bad Request`.
    var refusal: String?
    var error: SendError?
    var unsendable: String?
    var shown: ContinuousClock.Instant?
    /// How long answers took, in microseconds.
    var latencies = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
    /// When the last answer came.
    var last: ContinuousClock.Instant?
  }

  private let target: SendTarget
  private let output: SendOutput
  private let keepSecrets: Bool
  /// `nil` where it shows only at the end.
  private let total: Int?
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  init(target: SendTarget, output: SendOutput, keepSecrets: Bool, total: Int?) {
    self.target = target
    self.output = output
    self.keepSecrets = keepSecrets
    self.total = total
  }

  /// A message is on its way from now on.
  func begin() {
    state.withLock { $0.begun += 1 }
  }

  /// An answer that came, good or bad.
  func put(_ result: SendResult, number: Int, ids: [String]) {
    state.withLock { state in
      state.sent += 1
      state.last = .now
      let (seconds, attoseconds) = result.duration.components
      state.latencies.record(UInt64(seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
      if result.isSuccess {
        state.accepted += 1
      } else {
        state.refusal = state.refusal ?? "\(result.status) \(result.reason)"
      }
      switch output {
      case .answer: print(result)
      case .record: StandardOutput.writeJSON(record(number: number, ids: ids, result: result))
      case .none: break
      }
      showProgress(&state)
    }
  }

  /// Nobody answered.
  func put(_ error: SendError, number: Int, ids: [String]) {
    state.withLock { state in
      state.sent += 1
      state.error = state.error ?? error
      if output == .record { StandardOutput.writeJSON(record(number: number, ids: ids, error: error)) }
    }
  }

  /// A message could not be made.
  func put(unsendable reason: String) {
    state.withLock { $0.unsendable = $0.unsendable ?? reason }
  }

  /// The work is cut short: says what was done until now.
  func interrupt() {
    let state = state.withLock { $0 }
    if state.shown != nil { StandardError.showProgress("") }
    let open = state.begun - state.sent
    let what = open == 1 ? "; 1 message has no answer yet" : "; \(open) messages have no answer yet"
    StandardError.say("interrupted\(open > 0 ? what : "").")
    guard total ?? state.sent > 1 else { return }
    StandardError.writeLine(summary(state))
    if let latencies = latencies(state) { StandardError.writeLine(latencies) }
  }

  /// Says how it went where there were many, and throws where it did not go well.
  func finish() throws(Failure) {
    let state = state.withLock { $0 }
    if state.shown != nil { StandardError.showProgress("") }
    if total ?? state.sent > 1 {
      StandardError.writeLine(summary(state))
      if let latencies = latencies(state) { StandardError.writeLine(latencies) }
    }
    if let reason = state.unsendable { throw Failure(.data, reason) }
    if let error = state.error { throw Failure(.unavailable, "\(error).") }
    guard let refusal = state.refusal else { return }
    let refused = state.sent - state.accepted
    throw Failure(
      .unavailable,
      state.sent == 1
        ? "\(target.address) answered \(refusal)."
        : "\(target.address) refused \(refused) of \(total ?? state.sent) messages, the first with \(refusal)."
    )
  }

  private func summary(_ state: State) -> String {
    let seconds = max(0.001, ((state.last ?? .now) - start) / .seconds(1))
    let tenths = (seconds * 10).rounded() / 10
    return "\(sent(state)), in \(tenths) s (\(Int((Double(state.sent) / seconds).rounded()))/s)"
  }

  private func sent(_ state: State) -> String {
    "\(state.sent)\(total.map { " of \($0)" } ?? "") sent, \(state.accepted) accepted"
  }

  /// How long answers took; `nil` where none came.
  private func latencies(_ state: State) -> String? {
    let latencies = state.latencies
    guard latencies.totalCount > 0 else { return nil }
    let points: [(String, UInt64)] =
      [("p50", 50.0), ("p90", 90), ("p99", 99), ("p99.9", 99.9)].map { name, percentile in
        (name, latencies.valueAtPercentile(percentile))
      } + [("max", latencies.maxRecorded)]
    return "latency " + points.map { "\($0) \(Self.milliseconds($1)) ms" }.joined(separator: ", ")
  }

  private static func milliseconds(_ microseconds: UInt64) -> Double {
    (Double(microseconds) / 10).rounded() / 100
  }

  private func showProgress(_ state: inout State) {
    let now = ContinuousClock.now
    guard now - start > .seconds(1), state.shown.map({ now - $0 > .milliseconds(100) }) ?? true else {
      return
    }
    state.shown = now
    StandardError.showProgress(sent(state))
  }

  private func print(_ result: SendResult) {
    let line = target.takesLines ? result.reason : "HTTP/1.1 \(result.status) \(result.reason)"
    StandardOutput.writeLine(TextCleaner.clean(line))
    if !result.body.isEmpty {
      StandardOutput.writeForeign(result.body)
      if result.body.last != 0x0a { StandardOutput.write([0x0a]) }
    }
    // In binary mode the body is only the event's data.
    if result.headers.contains(where: { $0.name.lowercased().hasPrefix("ce-") }) {
      for event in Self.events(in: result) { StandardOutput.writeJSON(JSONEventFormat().encodeLine(event)) }
    }
  }

  /// The events that an answer carries; none where it is no CloudEvent, or an invalid one.
  private static func events(in result: SendResult) -> [CloudEvent] {
    var head = "HTTP/1.1 \(result.status) \(result.reason)\r\n"
    for (name, value) in result.headers
    where !["content-length", "transfer-encoding"].contains(name.lowercased()) {
      head += "\(name): \(value)\r\n"
    }
    let bytes = Array((head + "Content-Length: \(result.body.count)\r\n\r\n").utf8) + result.body
    return (try? HTTPBinding.program.events(in: bytes)) ?? []
  }

  /// An answer as one JSON object.
  private func record(
    number: Int, ids: [String], result: SendResult? = nil, error: SendError? = nil
  ) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("seq", number)
      json.name("ids")
      json.array { json in
        for id in ids { json.string(id) }
      }
      json.member("target", target.address.description)
      json.member("ok", result?.isSuccess ?? false)
      json.name("status")
      if let status = result?.status, status > 0 { json.integer(status) } else { json.null() }
      json.member("reason", result?.reason)
      json.name("headers")
      json.array { json in
        for (name, value) in result?.headers ?? [] {
          json.array { json in
            json.string(name)
            json.string(keepSecrets ? value : Secrets.maskedHeader(name: name, value: value))
          }
        }
      }
      let body = result?.body ?? []
      if UTF8Validation.isValid(body) {
        json.member("body", String(decoding: body, as: UTF8.self))
      } else {
        json.member("body_base64", Base64.encode(body))
      }
      let events = result.map { Self.events(in: $0) } ?? []
      if !events.isEmpty {
        json.name("events")
        json.array { json in
          for event in events { JSONEventFormat().write(event, to: &json, isCompact: true) }
        }
      }
      json.name("seconds")
      if let result { json.decimal(result.duration / .seconds(1)) } else { json.null() }
      json.name("attempts")
      if let result { json.integer(result.attempts) } else { json.null() }
      json.member("error", error.map { "\($0)" })
    }
    return json.bytes
  }
}
