import InspectorCore
import InspectorListener
import InspectorUI

/// Listens and shows the terminal UI until the user has enough.
func runInspector(_ options: WatchOptions) async throws {
  let setup = options.listening
  let store = EventStore(limits: setup.limits, binding: .program)
  let mailbox = Mailbox()
  let notices = NoticeBoard()
  let recorder = try setup.recorder { notices.put($0) }
  let opened = try setup.openedPath.map { path throws(Failure) in
    try RecordingLoader(path) { store.append($0.appended) }
  }
  let worker = RuleWorker(memory: setup.limits.bytes, keepSecrets: setup.keepSecrets) { sentence in
    mailbox.put(.say(Message(.warning, sentence)))
  } notify: { kind, text in
    mailbox.put(notification: kind.sequence(text))
  }
  let inspector = Inspector(
    store: store, rules: setup.rules, recorder: recorder, tasks: worker,
    firstNumber: max(recorder?.firstNumber ?? 1, opened?.nextNumber ?? 1))
  let door = ListenerDoor(setup, inspector)
  var bound = setup.addresses
  do {
    bound = try await door.open().bound
  } catch {
    // Who has the address may give it back while the screen is there; sockets that were passed are gone by now.
    guard error.isInUse, setup.inherited.isEmpty else { throw Failure(.cannotCreate, "\(error).") }
    mailbox.put(.cannotListen("\(error)"))
  }
  let session = InspectorSession(
    store: store, inspector: inspector, mailbox: mailbox, door: door, addresses: bound,
    themes: ThemeShelf(named: options.theme), options: options)
  if let warning = opened?.warning { session.post(.say(Message(.warning, warning))) }
  notices.connect { notice in session.post(notice.action) }
  inspector.observeHandshakes { session.post(.say(Message(.info, $0.sentence))) }
  let connections = ConnectionReporter { session.post(.say(Message(.warning, $0))) }
  inspector.observeFailedConnections { connections.report($0) }
  PipedEvents.read(into: inspector) { session.post(.say(Message(.error, $0))) }
  let rules = RulesWatcher(setup, inspector) { sentence, isGood in
    session.post(.rulesChanged(inspector.currentRules))
    session.post(.rulesProblem(isGood ? nil : sentence))
    session.post(.say(Message(isGood ? .ok : .error, sentence)))
  }
  defer { rules.stop() }
  do {
    try await session.run()
  } catch {
    await door.listener?.shutdown(grace: .zero)
    await recorder?.finish()
    throw Failure(.usage, "\(error).")
  }
  await door.listener?.shutdown(grace: .seconds(1))
  await recorder?.finish()
  await worker.finish { StandardError.say($0) }
  if let problem = await door.problem { throw Failure(.cannotCreate, "\(problem).") }
}
