/// A ``HandlerRegistry`` for handlers that are asynchronous; they run one after the other, in the order of registration.
public struct AsyncHandlerRegistry<Event: Sendable, Outcome: Sendable>: Sendable {
  /// What is done with an event.
  public typealias Handler = @Sendable (Event) async throws -> Outcome
  private var handlers = RegisteredHandlers<Event, Handler>()

  /// A registry without handlers.
  public init() {}

  /// Adds a handler for the events that a condition holds for.
  ///
  /// - Parameters:
  ///   - matches: the condition.
  ///   - name: what reports call the handler; its number where there is none.
  ///   - isLast: whether the handlers after it are not asked about an event that this one gets.
  ///   - handler: what is done with the event.
  public mutating func on(
    where matches: @escaping @Sendable (Event) -> Bool, name: String? = nil, isLast: Bool = false,
    perform handler: @escaping Handler
  ) {
    handlers.add(name: name, matches: matches, isLast: isLast, handler: handler)
  }

  /// Hands an event to each handler that asked for it, first to last, waiting for each.
  public func dispatch(_ event: Event) async -> DispatchReport<Outcome> {
    var report = DispatchReport<Outcome>()
    for entry in handlers.entries where entry.matches(event) {
      do {
        report.add(entry.name, .success(try await entry.handler(event)))
      } catch {
        report.add(entry.name, .failure(error))
      }
      if entry.isLast { break }
    }
    return report
  }
}

extension AsyncHandlerRegistry where Event == CloudEvent {
  /// Adds a handler for one or more types.
  public mutating func on(
    _ types: String..., name: String? = nil, isLast: Bool = false, perform handler: @escaping Handler
  ) {
    on(.types(types), name: name, isLast: isLast, perform: handler)
  }

  /// Adds a handler for the events that pass a filter.
  public mutating func on(
    _ filter: EventFilter, name: String? = nil, isLast: Bool = false, perform handler: @escaping Handler
  ) {
    on(where: { filter.matches($0) }, name: name, isLast: isLast, perform: handler)
  }

  /// Adds a handler for one or more types that gets the data as a value. Data that is none fails the handler.
  ///
  /// - Parameters:
  ///   - types: the types.
  ///   - type: what the data is decoded as.
  ///   - coders: who decodes it, chosen by its content type.
  ///   - name: what reports call the handler; its number where there is none.
  ///   - isLast: whether the handlers after it are not asked about an event that this one gets.
  ///   - handler: what is done with the event and its data.
  public mutating func on<Value: Decodable & SendableMetatype>(
    _ types: String..., data type: Value.Type, using coders: DataCoders = .standard, name: String? = nil,
    isLast: Bool = false, perform handler: @escaping @Sendable (CloudEvent, Value) async throws -> Outcome
  ) {
    on(.types(types), name: name, isLast: isLast) { event in
      try await handler(event, event.decodeData(as: type, using: coders))
    }
  }
}
