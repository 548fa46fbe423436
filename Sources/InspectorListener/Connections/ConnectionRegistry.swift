import NIOCore
import Synchronization

/// Knows the connections that are open: how many there are, and whom to tell when the listener shuts down.
final class ConnectionRegistry: Sendable {
  enum Admission: Equatable {
    case served
    /// Above the limit: its requests are answered 503.
    case shed
    /// Far above it: told so unread, and gone as soon as it knows.
    case turnedAway
    /// Even further: closed at once.
    case refused
  }

  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    /// How many are being turned away.
    var leaving = 0
    var isDraining = false
  }

  private let limit: Int
  private let all: Int
  private let mostLeaving: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - limit: how many are served at a time.
  ///   - descriptors: how many the process may have open, of which connections take at most a quarter.
  init(limit: Int, descriptors: Int = .max) {
    let most = max(8, descriptors / 4)
    // Those that are shed stay for one request, and those that are turned away for a moment: they only make sure that
    // somebody is told.
    mostLeaving = min(128, most / 8)
    self.limit = min(limit, most - most / 4)
    all = min(limit * 2 + 64, most - mostLeaving)
  }

  /// Counts a connection until it closes.
  func admit(_ channel: any Channel) -> Admission {
    let admission = state.withLock { state -> Admission in
      let count = state.channels.count
      if state.isDraining { return .refused }
      if count < all {
        state.channels[ObjectIdentifier(channel)] = channel
        return count < limit ? .served : .shed
      }
      if state.leaving >= mostLeaving { return .refused }
      state.leaving += 1
      return .turnedAway
    }
    let identifier = ObjectIdentifier(channel)
    switch admission {
    case .served, .shed:
      channel.closeFuture.whenComplete { [self] _ in state.withLock { $0.channels[identifier] = nil } }
    case .turnedAway:
      channel.closeFuture.whenComplete { [self] _ in state.withLock { $0.leaving -= 1 } }
    case .refused: break
    }
    return admission
  }

  /// From now on nobody is admitted. Returns those that are open.
  func drain() -> [any Channel] {
    state.withLock { state in
      state.isDraining = true
      return Array(state.channels.values)
    }
  }
}
