/// Which events somebody asks for: the dialects of the CloudEvents Subscriptions API, and any condition of your own.
public indirect enum EventFilter: Sendable {
  /// The attribute has exactly this value.
  case exact(AttributeName, String)
  /// The attribute's value begins with this.
  case prefix(AttributeName, String)
  /// The attribute's value ends with this.
  case suffix(AttributeName, String)
  /// All of them hold; true where there are none.
  case all([EventFilter])
  /// One of them holds at least.
  case any([EventFilter])
  case not(EventFilter)
  /// Any condition.
  case matching(@Sendable (CloudEvent) -> Bool)
  /// Any condition on the attributes alone, for which no event need be made where it still lies in its bytes.
  case attributes(@Sendable (any AttributeSource) -> Bool)

  /// The event is of one of these types.
  public static func types(_ types: [String]) -> EventFilter {
    .any(types.map { .exact(.type, $0) })
  }

  /// Whether the filter holds for an event. Values are compared by their bytes.
  public func matches(_ event: some AttributeSource) -> Bool {
    switch self {
    case .exact(let name, let value):
      event[name].map { $0.canonicalString.utf8.elementsEqual(value.utf8) } ?? false
    case .prefix(let name, let value):
      event[name].map { $0.canonicalString.utf8.starts(with: value.utf8) } ?? false
    case .suffix(let name, let value):
      event[name].map { $0.canonicalString.utf8.reversed().starts(with: value.utf8.reversed()) } ?? false
    case .all(let filters): filters.allSatisfy { $0.matches(event) }
    case .any(let filters): filters.contains { $0.matches(event) }
    case .not(let filter): !filter.matches(event)
    case .matching(let condition): condition(event.event)
    case .attributes(let condition): condition(event)
    }
  }
}
