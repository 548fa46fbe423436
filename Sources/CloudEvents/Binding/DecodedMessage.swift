/// What a message turned out to carry.
public struct DecodedMessage: Sendable {
  /// How it carries events; `nil` where nothing says that it does.
  public var mode: ContentMode?
  /// The media type of the event format, in structured and batched mode.
  public var format: String?
  /// The events with what is wrong with each: one in binary and structured mode, any number in batched mode.
  public var events: [DecodedEvent]
  /// What is wrong with the message as a whole.
  public var violations: [Violation]
  /// Whether it is of a CloudEvents media type that no format here reads, which HTTP answers with 415.
  public var isUnsupported: Bool
  /// Whether it is a batch with more members than are taken, which HTTP answers with 413.
  public var isTooLarge = false

  /// What a message carries.
  public init(
    mode: ContentMode?, format: String? = nil, events: [DecodedEvent] = [], violations: [Violation] = [],
    isUnsupported: Bool = false
  ) {
    self.mode = mode
    self.format = format
    self.events = events
    self.violations = violations
    self.isUnsupported = isUnsupported
  }

  /// Whether nothing of severity `error` is wrong: a batch is taken whole or refused whole.
  public var isValid: Bool { !violations.containsError && events.areValid }

  /// All that is wrong, the message's own first.
  public var allViolations: [Violation] { violations + events.flatMap(\.violations) }
}
