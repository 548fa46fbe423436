/// What came of handing an event to its handlers.
public struct DispatchReport<Outcome> {
  /// What each handler that did not throw returned, in order, with its name.
  public private(set) var outcomes: [(handler: String, outcome: Outcome)] = []
  /// What the others threw, in order.
  public private(set) var failures: [HandlerFailure] = []

  /// How many handlers got the event; 0 where nobody asked for it.
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
  /// What it threw.
  public var error: any Error

  /// One sentence: which handler failed, and why.
  public var description: String { "\(handler) failed: \(error)" }
}
