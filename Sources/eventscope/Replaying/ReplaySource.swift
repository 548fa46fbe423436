import CloudEvents
import CloudEventsHTTP
import Dispatch
import InspectorCore
import Synchronization

/// Reads the messages of a recording on a thread of its own, a few ahead of those that are sent.
final class ReplaySource: Sendable {
  /// How it went.
  struct Outcome: Sendable {
    /// Deliveries that have nothing to be sent in the mode that was asked for.
    var leftOut = 0
    var matched = 0
    var masked = 0
    /// Whether lines were neither event nor record.
    var hasWrongLines = false
    var failure: Failure?
  }

  private let path: String
  private let mode: ReplayMode
  private let speed: ReplaySpeed
  private let target: SendTarget
  private let fields: [(name: String, value: String)]
  private let conditions: [EventCondition]
  private let state = Mutex(Outcome())

  /// How many messages are read ahead.
  private static let ahead = 256

  init(
    path: String, mode: ReplayMode, speed: ReplaySpeed, target: SendTarget,
    fields: [(name: String, value: String)], conditions: [EventCondition]
  ) {
    self.path = path
    self.mode = mode
    self.speed = speed
    self.target = target
    self.fields = fields
    self.conditions = conditions
  }

  var outcome: Outcome { state.withLock { $0 } }

  /// The messages with the times at which they are due; they end with the file, or with what keeps it from being read.
  func turns() -> AsyncStream<SendTurn> {
    // Not made with that value: it may be let go while messages are on their way.
    let room = DispatchSemaphore(value: 0)
    for _ in 0..<Self.ahead { room.signal() }
    let (stream, continuation) = AsyncStream.makeStream(of: SendTurn.self)
    let over = Flag()
    continuation.onTermination = { _ in
      over.set()
      room.signal()
    }
    DispatchQueue(label: "eventscope.replay").async { [self] in
      do throws(Failure) {
        try read { turn in
          room.wait()
          if over.isSet { return false }
          var turn = turn
          let prepare = turn.prepare
          turn.prepare = { () throws(MessageEncodingError) in
            room.signal()
            return try prepare()
          }
          continuation.yield(turn)
          return true
        }
      } catch {
        state.withLock { $0.failure = error }
      }
      continuation.finish()
    }
    return stream
  }

  private func read(_ body: (SendTurn) -> Bool) throws(Failure) {
    let input = try RecordingInput(path)
    var seen = SeenEvents()
    let now = WallTime.now()
    var number = 0
    var start: Int64?
    try input.forEachDelivery { [self] item in
      var isWrong = false
      _ = item.entry(isWrong: &isWrong)
      if isWrong { state.withLock { $0.hasWrongLines = true } }
    } _: { (delivery: RecordedDelivery) throws(Failure) in
      var isChosen = conditions.isEmpty
      for entry in delivery.entries where !conditions.isEmpty {
        let matches = entry.withSubject(now: now, seen: &seen) { subject in
          conditions.allSatisfy { $0.matches(subject) }
        }
        isChosen = isChosen || matches
      }
      guard isChosen else { return true }
      let messages: [ReplayMessage]
      do throws(MessageEncodingError) {
        messages = try ReplayMessage.messages(for: delivery, mode: mode, target: target, fields: fields)
      } catch {
        throw Failure(.data, "\(delivery.place): \(error)")
      }
      state.withLock { state in
        state.matched += 1
        if messages.isEmpty { state.leftOut += 1 }
        state.masked += messages.reduce(0) { $0 + $1.masked }
      }
      let moment = delivery.first.moment?.nanosecondsSince1970
      if start == nil { start = moment }
      for message in messages {
        number += 1
        let turn = SendTurn(number: number, due: due(moment, since: start)) {
          () throws(MessageEncodingError) in SendTurn.Prepared(message: message.message, ids: message.ids)
        }
        guard body(turn) else { return false }
      }
      return true
    }
  }

  private func due(_ moment: Int64?, since start: Int64?) -> Duration? {
    guard case .times(let factor) = speed, let moment, let start else { return nil }
    return .seconds(Double(max(0, moment - start)) / 1_000_000_000 / factor)
  }

  /// Something that is set once.
  private final class Flag: Sendable {
    private let state = Atomic(false)
    var isSet: Bool { state.load(ordering: .acquiring) }
    func set() { state.store(true, ordering: .releasing) }
  }
}
