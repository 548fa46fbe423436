import InspectorCore
import InspectorUI
import Synchronization

/// Notices of a recorder on their way to the UI: those that come before there is one wait for it.
final class NoticeBoard: Sendable {
  private struct State {
    var waiting: [Recorder.Notice] = []
    var reader: (@Sendable (Recorder.Notice) -> Void)?
  }

  private let state = Mutex(State())

  func put(_ notice: Recorder.Notice) {
    let reader = state.withLock { state in
      if state.reader == nil { state.waiting.append(notice) }
      return state.reader
    }
    reader?(notice)
  }

  /// From now on notices go to `reader`, those that wait at once.
  func connect(_ reader: @escaping @Sendable (Recorder.Notice) -> Void) {
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      state.reader = reader
      return state.waiting
    }
    for notice in waiting { reader(notice) }
  }
}

extension Recorder.Notice {
  /// What the UI is told: what keeps events from being taken stays on the screen until it is over.
  var action: Action {
    switch self {
    case .failing(let sentence): .alarm(Message(.error, sentence))
    case .recovered(let sentence): .alarmOver(Message(.ok, sentence))
    case .warning(let sentence): .say(Message(.warning, sentence))
    }
  }
}
