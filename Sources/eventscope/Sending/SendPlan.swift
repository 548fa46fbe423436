import CloudEvents
import CloudEventsHTTP
import InspectorSender

/// Which messages are sent: each is made when its turn comes.
struct SendPlan: Sendable {
  /// One message with the ids of the events in it.
  struct Prepared: Sendable {
    var message: OutgoingMessage
    var ids: [String]
  }

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

  /// The message with a number, from 0.
  func message(at index: Int) throws(MessageEncodingError) -> Prepared {
    let events = events(at: index)
    let ids = events.map(\.id)
    if takesLines {
      let lines = events.map { JSONEventFormat().encodeLine($0) }
      return Prepared(message: OutgoingMessage(body: Array(lines.joined(separator: [0x0a]))), ids: ids)
    }
    let message = try HTTPBinding().encode(events, mode: mode, format: format)
    let kept = message.fields.filter { field in
      !headers.contains { $0.name.lowercased() == field.name.lowercased() }
    }
    return Prepared(message: OutgoingMessage(headers: kept + headers, body: message.body), ids: ids)
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
