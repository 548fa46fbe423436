import CloudEvents
import CloudEventsAvro
import CloudEventsCBOR
import CloudEventsHTTP
import CloudEventsProtobuf
import CloudEventsXML

extension EventFormats {
  /// The event formats that the program reads and writes. A new one is a line here.
  static let program = EventFormats([
    JSONEventFormat(), ProtobufEventFormat(), XMLEventFormat(), AvroEventFormat(), CBOREventFormat(),
  ])
}

extension HTTPBinding {
  /// The HTTP binding with all formats of the program.
  static let program = HTTPBinding(formats: .program)
}
