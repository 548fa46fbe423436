import Synchronization

/// An answer that is not decided yet: what it depends on, such as a record that reaches its file, takes time.
public final class PendingAnswer: Sendable {
  private enum State {
    case open
    case awaited(@Sendable (Answer) -> Void)
    case decided(Answer)
  }

  private let state = Mutex(State.open)

  public init() {}

  /// Decides it, once. May be called on any thread.
  public func decide(_ answer: Answer) {
    let body = state.withLock { state -> (@Sendable (Answer) -> Void)? in
      switch state {
      case .open:
        state = .decided(answer)
        return nil
      case .awaited(let body):
        state = .decided(answer)
        return body
      case .decided:
        return nil
      }
    }
    body?(answer)
  }

  /// Has `body` called with the answer: at once where it is decided, else on the thread that decides it. One
  /// can wait for it.
  public func whenDecided(_ body: @escaping @Sendable (Answer) -> Void) {
    let answer = state.withLock { state -> Answer? in
      if case .decided(let answer) = state { return answer }
      state = .awaited(body)
      return nil
    }
    if let answer { body(answer) }
  }
}
