import CloudEvents
import CloudEventsHTTP
import InspectorSender
import Synchronization

/// Which messages are sent: each is made when its turn comes.
struct SendPlan: Sendable {
  var templates: [CloudEvent]
  var stamp: EventStamp
  var mode: ContentMode
  var format: any EventFormat
  /// Header fields that the user adds; they replace those of the same name.
  var headers: [(name: String, value: String)]
  var takesLines: Bool
  /// How often all the templates are sent.
  var rounds: Int

  /// How many messages there are.
  var count: Int { mode == .batched && !takesLines ? rounds : rounds * templates.count }

  /// The messages, so many a second; as fast as they go without a rate.
  func turns(rate: Double?) -> AsyncStream<SendTurn> {
    let counter = TurnCounter()
    return AsyncStream {
      let index = counter.next()
      guard index < count else { return nil }
      return SendTurn(number: index + 1, due: rate.map { .seconds(Double(index) / $0) }) {
        () throws(MessageEncodingError) in try message(at: index)
      }
    }
  }

  /// The message with a number, from 0.
  func message(at index: Int) throws(MessageEncodingError) -> SendTurn.Prepared {
    let events = events(at: index)
    let ids = events.map(\.id)
    if takesLines {
      let lines = events.map { JSONEventFormat().encodeLine($0) }
      return SendTurn.Prepared(
        message: OutgoingMessage(body: Array(lines.joined(separator: [0x0a]))), ids: ids)
    }
    let message = try HTTPBinding().encode(events, mode: mode, format: format)
    let kept = message.fields.filter { field in
      !headers.contains { $0.name.lowercased() == field.name.lowercased() }
    }
    return SendTurn.Prepared(message: OutgoingMessage(headers: kept + headers, body: message.body), ids: ids)
  }

  private func events(at index: Int) -> [CloudEvent] {
    if mode == .batched && !takesLines {
      return templates.enumerated().map { place, template in
        stamp.stamped(template, number: index * templates.count + place + 1, round: index + 1)
      }
    }
    let template = templates[index % templates.count]
    return [stamp.stamped(template, number: index + 1, round: index / templates.count + 1)]
  }
}

/// Counts turns from 0.
private final class TurnCounter: Sendable {
  private let count = Atomic(0)

  func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
}
