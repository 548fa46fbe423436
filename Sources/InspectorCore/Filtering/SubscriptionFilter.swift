import CloudEvents

/// A filter of the CloudEvents Subscriptions API, or a list of them which all must hold.
public struct SubscriptionFilter: Sendable {
  /// One of the filters.
  public struct Part: Sendable {
    /// As it is written, on one line.
    public let text: String
    let filter: EventFilter
  }

  /// The filters that must all hold; without one it holds for every event.
  public let parts: [Part]

  /// Reads a filter, or an array of filters: `{"prefix":{"type":"com.example."}}`.
  ///
  /// Dialects are `exact`, `prefix`, `suffix`, `all`, `any`, `not` and `sql`, which is CESQL.
  public init(json: [UInt8]) throws(SubscriptionFilterError) {
    parts = try json.withUnsafeBytes { bytes in
      Result { () throws(FilterFault<Int>) in
        try SubscriptionFilterReader().parts(try FilterSource.json(bytes))
      }.mapError { fault in
        let place = JSONError(.expected(""), at: fault.place).position(in: bytes)
        return SubscriptionFilterError(line: place.line, column: place.column, message: fault.message)
      }
    }.get()
  }

  /// Reads a filter, or a list of them, as it is written anywhere.
  init<Place>(_ source: FilterSource<Place>) throws(FilterFault<Place>) {
    parts = try SubscriptionFilterReader().parts(source)
  }

  /// Whether all of them hold for an event.
  public func matches(_ event: some AttributeSource) -> Bool { parts.allSatisfy { $0.filter.matches(event) } }

  /// Those that do not hold, as they are written, with what stands there instead.
  public func failedParts(_ event: some AttributeSource) -> [FailedPart] {
    parts.compactMap { part in
      part.filter.failure(event).map { FailedPart(part.text, $0) }
    }
  }
}

extension EventFilter {
  /// What stands, codings aside, in the bytes of each event for which it holds; `nil` where nothing is known.
  var required: Needle? {
    switch self {
    case .exact(let name, let text), .prefix(let name, let text), .suffix(let name, let text):
      // Other attributes may be written otherwise than they are compared.
      [.type, .source, .id, .subject].contains(name) ? Needle(text: text) : nil
    case .all(let filters): filters.compactMap(\.required).max { $0.length < $1.length }
    case .any, .not, .matching, .attributes: nil
    }
  }

  /// What stands there instead; `nil` where the filter holds.
  fileprivate func failure(_ event: some AttributeSource) -> String? {
    if matches(event) { return nil }
    switch self {
    case .exact(let name, _), .prefix(let name, _), .suffix(let name, _):
      return event[name].map { "\(name) is \(Excerpt.of($0.canonicalString))" } ?? "there is no \(name)"
    case .all(let filters): return filters.lazy.compactMap { $0.failure(event) }.first
    case .any(let filters): return filters.compactMap { $0.failure(event) }.joined(separator: "; ")
    case .not: return "what must not hold does"
    case .matching, .attributes: return "the expression is not true"
    }
  }
}

/// Why a text is no filter of the Subscriptions API, and where.
public struct SubscriptionFilterError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int
  /// What is wrong and what would be right, without the full stop.
  public var message: String

  public var description: String { "line \(line), column \(column): \(message)" }
}
