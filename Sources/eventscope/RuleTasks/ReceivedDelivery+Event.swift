import CloudEvents
import InspectorCore

extension ReceivedDelivery {
  /// One of its events as a line of JSON, without the line break.
  func eventLine(_ index: Int) -> [UInt8]? { event(index).map { JSONEventFormat().encodeLine($0) } }

  /// The text of an attribute of one of its events.
  func eventText(_ index: Int, _ attribute: (CloudEvent) -> String) -> String? {
    event(index).map(attribute)
  }
}
