import Dispatch
import InspectorCore
import InspectorUI
import Synchronization

/// A file of events that is loaded while the screen is on: it can be watched and stopped.
final class LoadWork: Sendable {
  private let isStopped = Atomic(false)

  /// Begins to load; how far it has come, and what became of it, goes to the mailbox.
  init(_ path: String, into store: EventStore, mailbox: Mailbox) {
    DispatchQueue.global().async { [self] in
      let said: Message
      do {
        let loader = try RecordingLoader(
          path, numbersAll: false,
          progress: { progress in
            mailbox.put(
              .loading(LoadProgress(name: progress.name, count: progress.count, percent: progress.percent)))
            return !self.isStopped.load(ordering: .relaxed)
          }, take: { store.append($0.appended) })
        said = Message(loader.isWhole ? .ok : .warning, loader.sentence)
      } catch {
        said = Message(.error, (error as? Failure)?.sentence ?? "\(path) cannot be read.")
      }
      mailbox.put(.loading(nil))
      mailbox.put(.say(said))
    }
  }

  func stop() { isStopped.store(true, ordering: .relaxed) }
}
