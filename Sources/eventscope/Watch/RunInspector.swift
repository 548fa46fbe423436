import InspectorCore
import InspectorListener
import InspectorUI

/// Listens and shows the terminal UI until the user has enough.
func runInspector(_ options: WatchOptions) async throws {
  let setup = options.listening
  let store = EventStore(limits: setup.limits)
  let mailbox = Mailbox()
  let worker = RuleWorker(keepSecrets: setup.keepSecrets) { sentence in
    mailbox.put(.say(Message(.warning, sentence)))
  } notify: { kind, text in
    mailbox.put(notification: kind.sequence(text))
  }
  let inspector = Inspector(store: store, rules: setup.rules, tasks: worker)
  let listener: Listener
  do {
    listener = try await Listener.start(on: setup.addresses, options: setup.options, receiver: inspector)
  } catch {
    throw Failure(.cannotCreate, "\(error).")
  }
  let session = InspectorSession(
    store: store, inspector: inspector, mailbox: mailbox, addresses: listener.bound,
    themes: ThemeShelf(named: options.theme),
    options: InspectorOptions(
      filter: setup.filterText.isEmpty ? nil : setup.filterText, theme: options.theme, color: options.color,
      ascii: options.ascii, allowsMouse: options.usesMouse, keepSecrets: setup.keepSecrets))
  let rules = RulesWatcher(setup, inspector) { sentence, isGood in
    session.post(.rulesChanged(inspector.currentRules))
    session.post(.say(Message(isGood ? .ok : .error, sentence)))
  }
  defer { rules.stop() }
  do {
    try await session.run()
  } catch {
    await listener.shutdown(grace: .zero)
    throw Failure(.usage, "\(error).")
  }
  await listener.shutdown(grace: .seconds(1))
  await worker.finish { StandardError.say($0) }
}
