import InspectorCore
import Synchronization

/// How many bytes may wait to be sent on, to all targets together, those among them that are being sent.
///
/// A target holds as much as what is left at most: so one that is slow takes half, and there is always room for
/// another.
final class ForwardRoom: Sendable {
  private struct State {
    var used = 0
    var byTarget: [RuleForward: Int] = [:]
  }

  let size: Int
  private let state = Mutex(State())

  init(size: Int) {
    self.size = size
  }

  /// Takes room for a message, which is larger than all of it only where nothing else waits; `false` where there is not
  /// so much left.
  func take(_ count: Int, for target: RuleForward) -> Bool {
    state.withLock { state in
      let own = state.byTarget[target, default: 0]
      guard state.used == 0 || own + count <= size - state.used else { return false }
      state.used += count
      state.byTarget[target] = own + count
      return true
    }
  }

  /// Gives back what was taken, once a message is sent or lost.
  func give(_ count: Int, for target: RuleForward) {
    state.withLock { state in
      state.used -= count
      let own = state.byTarget[target, default: 0] - count
      state.byTarget[target] = own == 0 ? nil : own
    }
  }
}
