import InspectorUI
import Synchronization

/// Actions on their way to the UI's thread, from any other.
final class Mailbox: Sendable {
  private struct State {
    var actions: [Action] = []
    var notifications: [[UInt8]] = []
    var wake: @Sendable () -> Void = {}
  }

  private let state = Mutex(State())

  /// What is called after each action that is put in.
  func connect(_ wake: @escaping @Sendable () -> Void) {
    state.withLock { $0.wake = wake }
  }

  func put(_ action: Action) {
    let wake = state.withLock { state in
      state.actions.append(action)
      return state.wake
    }
    wake()
  }

  /// Puts in bytes that ring, or notify, at the terminal.
  func put(notification: [UInt8]) {
    let wake = state.withLock { state in
      state.notifications = [notification]
      return state.wake
    }
    wake()
  }

  /// The bytes that ring, if any are to.
  func takeNotifications() -> [[UInt8]] {
    state.withLock { state in
      defer { state.notifications = [] }
      return state.notifications
    }
  }

  /// Everything that is in it, the oldest first.
  func takeAll() -> [Action] {
    state.withLock { state in
      defer { state.actions = [] }
      return state.actions
    }
  }
}
