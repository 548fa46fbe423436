import NIOCore
import Synchronization

/// Knows the connections that are open: how many there are, and whom to tell when the listener shuts down.
final class ConnectionRegistry: Sendable {
  enum Admission: Equatable {
    case served
    /// Above the limit: its requests are answered 503.
    case shed
    /// Far above it: closed at once.
    case turnedAway
  }

  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isDraining = false
  }

  private let limit: Int
  private let all: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - limit: how many are served at a time.
  ///   - descriptors: how many the process may have open, of which connections take at most a quarter.
  init(limit: Int, descriptors: Int = .max) {
    let most = max(8, descriptors / 4)
    // Those that are shed stay for one request: they only make sure that somebody is told.
    self.limit = min(limit, most - most / 4)
    all = min(limit * 2 + 64, most)
  }

  /// Counts a connection until it closes.
  func admit(_ channel: any Channel) -> Admission {
    let admission = state.withLock { state -> Admission in
      let count = state.channels.count
      guard !state.isDraining, count < all else { return .turnedAway }
      state.channels[ObjectIdentifier(channel)] = channel
      return count < limit ? .served : .shed
    }
    if admission != .turnedAway {
      let identifier = ObjectIdentifier(channel)
      channel.closeFuture.whenComplete { [self] _ in
        state.withLock { $0.channels[identifier] = nil }
      }
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
