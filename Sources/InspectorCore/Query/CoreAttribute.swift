import CloudEvents

/// An attribute that the specification defines, and that is a query field of its own.
enum CoreAttribute: String, Sendable, CaseIterable {
  case type, source, subject, id, time, datacontenttype, dataschema, specversion

  /// Where the attribute stands.
  func value(of event: EncodedEvent) -> EncodedValue {
    switch self {
    case .type: event.type
    case .source: event.source
    case .subject: event.subject
    case .id: event.id
    case .time: event.time
    case .datacontenttype: event.datacontenttype
    case .dataschema: event.dataschema
    case .specversion: event.specversion
    }
  }
}
