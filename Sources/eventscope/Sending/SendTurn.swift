import CloudEvents
import InspectorSender

/// One message on its way, made when its turn comes.
struct SendTurn: Sendable {
  /// One message with the ids of the events in it.
  struct Prepared: Sendable {
    var message: OutgoingMessage
    var ids: [String]
  }

  /// Which message it is, from 1.
  var number: Int
  /// When it is due, counted from the start; `nil`: as soon as it can be.
  var due: Duration?
  var prepare: @Sendable () throws(MessageEncodingError) -> Prepared
}
