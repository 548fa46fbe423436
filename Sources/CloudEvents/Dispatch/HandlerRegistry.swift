/// Handlers for the events that they asked for, in the order of registration.
///
/// The caller owns a registry; there is none that is global, and a program may have several. A copy is a registry of its
/// own.
/// ```swift
/// var handlers = HandlerRegistry<CloudEvent, Void>()
/// handlers.on("com.example.order.created", "com.example.order.paid") { event in print(event.id) }
/// handlers.on(.prefix(.type, "com.example.")) { event in try audit(event) }
/// handlers.on("com.example.order.created", data: Order.self) { event, order in print(order.total) }
/// let report = handlers.dispatch(event)
/// for failure in report.failures { print(failure) }
/// ```
/// A handler that throws is reported and does not stop the others.
public typealias HandlerRegistry<Event, Outcome> = Handlers<Event, @Sendable (Event) throws -> Outcome>

/// A ``HandlerRegistry`` for handlers that are asynchronous; they run one after the other, in the order of registration.
public typealias AsyncHandlerRegistry<Event, Outcome> = Handlers<
  Event, @Sendable (Event) async throws -> Outcome
>

/// An ordered list of handlers with their conditions: what a ``HandlerRegistry`` and an ``AsyncHandlerRegistry`` are.
public struct Handlers<Event, Handler: Sendable>: Sendable {
  private struct Entry: Sendable {
    var name: String
    var matches: @Sendable (Event) -> Bool
    var isLast: Bool
    var handler: Handler
  }

  private var entries: [Entry] = []

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
    perform handler: Handler
  ) {
    let name = name ?? "handler \(entries.count + 1)"
    entries.append(Entry(name: name, matches: matches, isLast: isLast, handler: handler))
  }

  /// Hands an event to each handler that asked for it, first to last.
  public func dispatch<Outcome>(_ event: Event) -> DispatchReport<Outcome>
  where Handler == @Sendable (Event) throws -> Outcome {
    var report = DispatchReport<Outcome>()
    for entry in entries where entry.matches(event) {
      report.add(entry.name, Result { try entry.handler(event) })
      if entry.isLast { break }
    }
    return report
  }

  /// Hands an event to each handler that asked for it, first to last, waiting for each.
  public func dispatch<Outcome: Sendable>(_ event: Event) async -> DispatchReport<Outcome>
  where Event: Sendable, Handler == @Sendable (Event) async throws -> Outcome {
    var report = DispatchReport<Outcome>()
    for entry in entries where entry.matches(event) {
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

extension Handlers where Event == CloudEvent {
  /// Adds a handler for one or more types.
  public mutating func on(
    _ types: String..., name: String? = nil, isLast: Bool = false, perform handler: Handler
  ) {
    on(.types(types), name: name, isLast: isLast, perform: handler)
  }

  /// Adds a handler for the events that pass a filter.
  public mutating func on(
    _ filter: EventFilter, name: String? = nil, isLast: Bool = false, perform handler: Handler
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
  public mutating func on<Value: Decodable & SendableMetatype, Outcome>(
    _ types: String..., data type: Value.Type, using coders: DataCoders = .standard, name: String? = nil,
    isLast: Bool = false, perform handler: @escaping @Sendable (CloudEvent, Value) throws -> Outcome
  ) where Handler == @Sendable (CloudEvent) throws -> Outcome {
    on(.types(types), name: name, isLast: isLast) { event in
      try handler(event, event.decodeData(as: type, using: coders))
    }
  }

  /// The same for a handler that is asynchronous.
  public mutating func on<Value: Decodable & SendableMetatype, Outcome>(
    _ types: String..., data type: Value.Type, using coders: DataCoders = .standard, name: String? = nil,
    isLast: Bool = false, perform handler: @escaping @Sendable (CloudEvent, Value) async throws -> Outcome
  ) where Handler == @Sendable (CloudEvent) async throws -> Outcome {
    on(.types(types), name: name, isLast: isLast) { event in
      try await handler(event, event.decodeData(as: type, using: coders))
    }
  }
}
