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
      Result { () throws(SubscriptionFilterError) in try SubscriptionFilterReader(bytes).parts() }
    }.get()
  }

  /// Whether all of them hold for an event.
  public func matches(_ event: CloudEvent) -> Bool { parts.allSatisfy { $0.filter.matches(event) } }

  /// Those that do not hold, as they are written.
  public func failedParts(_ event: CloudEvent) -> [String] {
    parts.filter { !$0.filter.matches(event) }.map(\.text)
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
