/// Handlers for the events that they asked for, in the order of registration.
///
/// The caller owns a registry; there is none that is global, and a program may have several.
/// ```swift
/// var handlers = HandlerRegistry<CloudEvent, Void>()
/// handlers.on("com.example.order.created", "com.example.order.paid") { event in print(event.id) }
/// handlers.on(.prefix(.type, "com.example.")) { event in try audit(event) }
/// let report = handlers.dispatch(event)
/// for failure in report.failures { print(failure) }
/// ```
/// A handler that throws is reported and does not stop the others.
public struct HandlerRegistry<Event, Outcome>: Sendable {
  public typealias Handler = @Sendable (Event) throws -> Outcome
  private var handlers = RegisteredHandlers<Event, Handler>()

  public init() {}

  /// Adds a handler for the events that a condition holds for.
  ///
  /// - Parameter isLast: Whether the handlers after it are not asked about an event that this one gets.
  public mutating func on(
    where matches: @escaping @Sendable (Event) -> Bool, name: String? = nil, isLast: Bool = false,
    perform handler: @escaping Handler
  ) {
    handlers.add(name: name, matches: matches, isLast: isLast, handler: handler)
  }

  /// Hands an event to each handler that asked for it, first to last.
  public func dispatch(_ event: Event) -> DispatchReport<Outcome> {
    var report = DispatchReport<Outcome>()
    for entry in handlers.entries where entry.matches(event) {
      report.add(entry.name, Result { try entry.handler(event) })
      if entry.isLast { break }
    }
    return report
  }
}

/// The same for handlers that are asynchronous; they run one after the other.
public struct AsyncHandlerRegistry<Event: Sendable, Outcome: Sendable>: Sendable {
  public typealias Handler = @Sendable (Event) async throws -> Outcome
  private var handlers = RegisteredHandlers<Event, Handler>()

  public init() {}

  /// Adds a handler for the events that a condition holds for.
  ///
  /// - Parameter isLast: Whether the handlers after it are not asked about an event that this one gets.
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

extension HandlerRegistry where Event == CloudEvent {
  /// Adds a handler for one or more types.
  public mutating func on(_ types: String..., name: String? = nil, perform handler: @escaping Handler) {
    on(.types(types), name: name, perform: handler)
  }

  /// Adds a handler for the events that pass a filter.
  public mutating func on(_ filter: EventFilter, name: String? = nil, perform handler: @escaping Handler) {
    on(where: { filter.matches($0) }, name: name, perform: handler)
  }
}

extension AsyncHandlerRegistry where Event == CloudEvent {
  /// Adds a handler for one or more types.
  public mutating func on(_ types: String..., name: String? = nil, perform handler: @escaping Handler) {
    on(.types(types), name: name, perform: handler)
  }

  /// Adds a handler for the events that pass a filter.
  public mutating func on(_ filter: EventFilter, name: String? = nil, perform handler: @escaping Handler) {
    on(where: { filter.matches($0) }, name: name, perform: handler)
  }
}

/// What came of handing an event to its handlers.
public struct DispatchReport<Outcome> {
  /// What each handler that did not throw returned, in order, with its name.
  public private(set) var outcomes: [(handler: String, outcome: Outcome)] = []
  /// What the others threw, in order.
  public private(set) var failures: [HandlerFailure] = []

  /// How many handlers asked for the event.
  public var count: Int { outcomes.count + failures.count }

  mutating func add(_ name: String, _ result: Result<Outcome, any Error>) {
    switch result {
    case .success(let outcome): outcomes.append((name, outcome))
    case .failure(let error): failures.append(HandlerFailure(handler: name, error: error))
    }
  }
}

extension DispatchReport: Sendable where Outcome: Sendable {}

/// A handler threw.
public struct HandlerFailure: Error, CustomStringConvertible {
  /// The handler's name, or `handler 3` for the third without one.
  public var handler: String
  public var error: any Error

  public var description: String { "\(handler) failed: \(error)" }
}

/// An ordered list of handlers with their conditions: what the registries share.
struct RegisteredHandlers<Event, Handler: Sendable>: Sendable {
  struct Entry: Sendable {
    var name: String
    var matches: @Sendable (Event) -> Bool
    var isLast: Bool
    var handler: Handler
  }

  private(set) var entries: [Entry] = []

  mutating func add(
    name: String?, matches: @escaping @Sendable (Event) -> Bool, isLast: Bool, handler: Handler
  ) {
    let name = name ?? "handler \(entries.count + 1)"
    entries.append(Entry(name: name, matches: matches, isLast: isLast, handler: handler))
  }
}
