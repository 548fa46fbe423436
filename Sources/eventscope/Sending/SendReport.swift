import CloudEvents
import InspectorCore
import InspectorSender
import Synchronization

/// Prints the answers as they come, and knows how it went.
final class SendReport: Sendable {
  private struct State {
    var sent = 0
    var accepted = 0
    /// The first refusal, as `400 Bad Request`.
    var refusal: String?
    var error: SendError?
    var unsendable: String?
    var shown: ContinuousClock.Instant?
  }

  private let target: SendTarget
  private let output: SendOutput
  private let keepSecrets: Bool
  private let total: Int
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  init(target: SendTarget, output: SendOutput, keepSecrets: Bool, total: Int) {
    self.target = target
    self.output = output
    self.keepSecrets = keepSecrets
    self.total = total
  }

  /// An answer that came, good or bad.
  func put(_ result: SendResult, number: Int, ids: [String]) {
    state.withLock { state in
      state.sent += 1
      if result.isSuccess {
        state.accepted += 1
      } else {
        state.refusal = state.refusal ?? "\(result.status) \(result.reason)"
      }
      switch output {
      case .answer: print(result)
      case .record: StandardOutput.writeJSON(record(number: number, ids: ids, result: result))
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

  /// Says how it went where there were many, and throws where it did not go well.
  func finish() throws(Failure) {
    let state = state.withLock { $0 }
    if state.shown != nil { StandardError.showProgress("") }
    if total > 1 { StandardError.writeLine(summary(state)) }
    if let reason = state.unsendable { throw Failure(.data, reason) }
    if let error = state.error { throw Failure(.unavailable, "\(error).") }
    guard let refusal = state.refusal else { return }
    let refused = state.sent - state.accepted
    throw Failure(
      .unavailable,
      total == 1
        ? "\(target.address) answered \(refusal)."
        : "\(target.address) refused \(refused) of \(total) messages, the first with \(refusal).")
  }

  private func summary(_ state: State) -> String {
    let seconds = max(0.001, (ContinuousClock.now - start) / .seconds(1))
    let tenths = (seconds * 10).rounded() / 10
    return "\(state.sent) of \(total) sent, \(state.accepted) accepted, in \(tenths) s "
      + "(\(Int((Double(state.sent) / seconds).rounded()))/s)"
  }

  private func showProgress(_ state: inout State) {
    let now = ContinuousClock.now
    guard now - start > .seconds(1), state.shown.map({ now - $0 > .milliseconds(100) }) ?? true else {
      return
    }
    state.shown = now
    StandardError.showProgress("\(state.sent) of \(total) sent, \(state.accepted) accepted")
  }

  private func print(_ result: SendResult) {
    let line = target.takesLines ? result.reason : "HTTP/1.1 \(result.status) \(result.reason)"
    StandardOutput.writeLine(TextCleaner.clean(line))
    guard !result.body.isEmpty else { return }
    StandardOutput.writeForeign(result.body)
    if result.body.last != 0x0a { StandardOutput.write([0x0a]) }
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
      json.name("seconds")
      if let result { json.decimal(result.duration / .seconds(1)) } else { json.null() }
      json.name("attempts")
      if let result { json.integer(result.attempts) } else { json.null() }
      json.member("error", error.map { "\($0)" })
    }
    return json.bytes
  }
}
