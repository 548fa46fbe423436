import InspectorCore
import InspectorListener

/// The listener of the terminal UI: it is started at once where that can be done, else when somebody asks for it again.
actor ListenerDoor {
  private let setup: ListeningSetup
  private let inspector: Inspector
  private(set) var listener: Listener?
  /// Why it could not be started when that was last tried.
  private(set) var problem: ListenerError?
  private var isTrying = false

  init(_ setup: ListeningSetup, _ inspector: Inspector) {
    self.setup = setup
    self.inspector = inspector
  }

  /// Starts to listen.
  func open() async throws(ListenerError) -> Listener {
    do {
      let listener = try await Listener.start(
        on: setup.addresses, inherited: setup.inherited, options: setup.options, receiver: inspector)
      (self.listener, problem) = (listener, nil)
      return listener
    } catch {
      problem = error
      throw error
    }
  }

  /// Starts to listen, unless that is done or being tried, and tells the UI what came of it.
  func openAgain(telling mailbox: Mailbox) async {
    guard listener == nil, !isTrying else { return }
    isTrying = true
    defer { isTrying = false }
    do {
      mailbox.put(.listening(try await open().bound.map(\.description)))
    } catch {
      mailbox.put(.cannotListen("\(error)"))
    }
  }
}
