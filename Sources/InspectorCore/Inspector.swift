import CloudEvents
import CloudEventsHTTP
import Synchronization

/// The way of a delivery through the tool: decode, check, ask the rules, hand to the sinks, keep, answer.
public final class Inspector: DeliveryReceiver {
  public let store: EventStore
  private let binding: HTTPBinding
  private let rules: Mutex<RuleSet>
  private let recorder: Recorder?
  private let sinks: [any DeliverySink]
  private let tasks: (any RuleTaskReceiver)?
  private let onHandshake: Mutex<(@Sendable (WebhookHandshake) -> Void)?> = Mutex(nil)
  private let onFailedConnection: Mutex<(@Sendable (FailedConnection) -> Void)?> = Mutex(nil)
  private let numbers: Atomic<UInt64>

  /// - Parameters:
  ///   - recorder: what has each delivery in its file before it is acknowledged.
  ///   - sinks: where each delivery goes then, first to last, such as an output.
  ///   - tasks: who does what rules ask for beside the answer.
  ///   - firstNumber: `seq` of the first delivery record.
  public init(
    store: EventStore, rules: RuleSet = RuleSet(), recorder: Recorder? = nil,
    sinks: [any DeliverySink] = [], tasks: (any RuleTaskReceiver)? = nil, firstNumber: UInt64 = 1
  ) {
    self.store = store
    self.binding = store.binding
    self.rules = Mutex(rules)
    self.recorder = recorder
    self.sinks = sinks
    self.tasks = tasks
    numbers = Atomic(max(1, firstNumber))
  }

  /// The rules in force.
  public var currentRules: RuleSet { rules.withLock { $0 } }

  /// Puts other rules in force, for deliveries that come from now on.
  public func setRules(_ rules: RuleSet) {
    self.rules.withLock { $0 = rules }
  }

  /// Switches one of the rules in force on or off, by its place.
  public func setRule(at index: Int, isEnabled: Bool) {
    rules.withLock { $0 = $0.setting(enabled: isEnabled, at: index) }
  }

  public func receive(_ delivery: Delivery) -> Answer {
    if let refusal = delivery.refusal { return keepRefused(delivery, refusal) }
    return delivery.messageBytes.withUnsafeBytes { bytes in
      let decoded = DecodedDelivery(delivery, in: bytes, using: binding)
      guard decoded.message.isValid else { return refuse(delivery, decoded, in: bytes) }
      return accept(delivery, decoded, in: bytes)
    }
  }

  public func turnedAway() { store.countShed() }

  public func failed(_ connection: FailedConnection) {
    let tell = onFailedConnection.withLock { $0 }
    tell?(connection)
  }

  /// Has `body` called for each connection that ends before it could bring a request, on any thread.
  public func observeFailedConnections(_ body: @escaping @Sendable (FailedConnection) -> Void) {
    onFailedConnection.withLock { $0 = body }
  }

  public func asked(_ handshake: WebhookHandshake) {
    let tell = onHandshake.withLock { $0 }
    tell?(handshake)
  }

  /// Has `body` called for each webhook handshake, on any thread.
  public func observeHandshakes(_ body: @escaping @Sendable (WebhookHandshake) -> Void) {
    onHandshake.withLock { $0 = body }
  }

  /// Keeps what is being sent from here. It is kept before it is sent, so that it stands before what it brings about;
  /// what comes back is told to the store.
  ///
  /// - Returns: the numbers of its entries.
  public func keepSending(_ delivery: Delivery) -> Range<UInt64> {
    delivery.messageBytes.withUnsafeBytes { bytes in
      let decoded = DecodedDelivery(delivery, in: bytes, using: binding)
      let isBatch = decoded.message.mode == .batched
      var entries = decoded.message.events.enumerated().map { index, event in
        AppendedDelivery.Entry(
          event: index, isValid: event.isValid && !decoded.message.violations.containsError,
          hasWarning: !event.violations.isEmpty, batchIndex: isBatch ? index : nil)
      }
      if entries.isEmpty { entries = [AppendedDelivery.Entry(event: nil, isValid: false)] }
      let first = takeNumbers(entries.count)
      for index in entries.indices { entries[index].sequence = first + UInt64(index) }
      return store.append(
        AppendedDelivery(
          delivery: delivery, mode: decoded.message.mode, events: decoded.message.events, entries: entries,
          batchCount: decoded.message.events.count, status: 0, isSent: true))
    }
  }

  private func keepRefused(_ delivery: Delivery, _ refusal: Delivery.Refusal) -> Answer {
    let answer = Answer(status: refusal.status)
    let (received, asked) = delivery.messageBytes.withUnsafeBytes { bytes in
      let decoded = DecodedDelivery(delivery, in: bytes, using: binding)
      let message = decoded.message
      var entries = [AppendedDelivery.Entry(event: message.events.indices.first, isValid: false)]
      let asked = askRules(about: &entries, of: message, delivery, in: bytes, status: answer.status).tasks
      return (
        ReceivedDelivery(
          delivery: delivery, mode: message.mode, format: message.format, head: decoded.head,
          events: message.events, entries: entries, status: answer.status, firstNumber: takeNumbers(1)), asked
      )
    }
    // It is refused whatever becomes of its record, and nobody need wait for that.
    var isWhole = true
    for sink in sinks {
      guard let place = sink.reserve(received) else {
        isWhole = false
        continue
      }
      place.fulfil()
    }
    if recorder?.append(received, settle: { _ in }) == false { isWhole = false }
    if !isWhole { store.countShed() }
    store.append(received.appended)
    if !asked.isEmpty { tasks?.take(asked, of: received) }
    return answer
  }

  private func refuse(_ delivery: Delivery, _ decoded: DecodedDelivery, in bytes: UnsafeRawBufferPointer)
    -> Answer
  {
    let message = decoded.message
    let violations = message.allViolations
    let status = message.isUnsupported ? 415 : message.isTooLarge ? 413 : 400
    // One record for each wrong member of a batch, none for its good neighbours; one in all where there are no members.
    var entries: [AppendedDelivery.Entry] = []
    if message.mode == .batched {
      for (index, event) in message.events.enumerated() where !event.isValid {
        entries.append(.init(event: index, isValid: false, batchIndex: index))
      }
    }
    if entries.isEmpty { entries = [.init(event: message.events.indices.first, isValid: false)] }
    let asked = askRules(about: &entries, of: message, delivery, in: bytes, status: status).tasks
    let received = ReceivedDelivery(
      delivery: delivery, mode: message.mode, format: message.format, head: decoded.head,
      events: message.events, entries: entries, batchCount: message.events.count,
      messageViolations: message.violations, status: status, firstNumber: takeNumbers(entries.count))
    let answer: Answer
    if delivery.transport == .ndjson {
      answer = Answer(status: status, body: ProblemDetails.array(violations))
    } else {
      let detail = violations.first(where: \.isError)?.message ?? "The message is no CloudEvent."
      answer = ProblemDetails.answer(status: status, detail: detail, violations: violations)
    }
    return hand(received, answer: answer) { [store, tasks, asked] in
      store.append(received.appended)
      if !asked.isEmpty { tasks?.take(asked, of: received) }
    }
  }

  private func accept(_ delivery: Delivery, _ decoded: DecodedDelivery, in bytes: UnsafeRawBufferPointer)
    -> Answer
  {
    let message = decoded.message
    let isBatch = message.mode == .batched
    let first = takeNumbers(message.events.count)
    var entries: [AppendedDelivery.Entry] = []
    entries.reserveCapacity(message.events.count)
    for index in message.events.indices {
      entries.append(
        AppendedDelivery.Entry(
          event: index, isValid: true,
          hasWarning: !message.events[index].violations.isEmpty || !message.violations.isEmpty,
          batchIndex: isBatch ? index : nil, sequence: first + UInt64(index)))
    }
    let ruled = askRules(about: &entries, of: message, delivery, in: bytes, status: nil)
    // Where no answer goes back there is none, whatever a rule would say.
    let answer = delivery.isAnswered ? ruled.answer ?? .accepted : .accepted
    if sinks.isEmpty, recorder == nil, ruled.tasks.isEmpty, ruled.dropped.isEmpty {
      // Nobody but the store wants it, as it is for nearly all: nothing is made that only others need.
      if !entries.isEmpty {
        store.append(
          AppendedDelivery(
            delivery: delivery, mode: message.mode, events: message.events, entries: entries,
            batchCount: message.events.count, status: delivery.isAnswered ? answer.status : 0))
      }
      return answer
    }
    let received = ReceivedDelivery(
      delivery: delivery, mode: message.mode, format: message.format, head: decoded.head,
      events: message.events, entries: entries, batchCount: message.events.count,
      messageViolations: message.violations, status: answer.status, dropped: ruled.dropped, firstNumber: first
    )
    return hand(received, answer: answer) { [store, tasks] in
      if !received.dropped.isEmpty {
        store.countDropped(by: received.dropped.count, at: received.delivery.received)
      }
      if received.dropped.count < received.entries.count { store.append(received.appended) }
      if !ruled.tasks.isEmpty { tasks?.take(ruled.tasks, of: received) }
    }
  }

  /// What rules have decided about a delivery as a whole.
  private struct Ruled {
    var answer: Answer?
    /// Which entries are not kept, by their place.
    var dropped: Set<Int> = []
    /// What is to be done beside the answer.
    var tasks: [RuleTask] = []
  }

  /// Asks the rules about each entry, and notes in it what they made of it.
  ///
  /// - Parameter status: what is answered to a delivery that is refused; `nil` for one that is taken.
  private func askRules(
    about entries: inout [AppendedDelivery.Entry], of message: DecodedMessage, _ delivery: Delivery,
    in bytes: UnsafeRawBufferPointer, status: Int?
  ) -> Ruled {
    let rules = self.rules.withLock { $0 }
    var ruled = Ruled()
    guard !rules.isEmpty else { return ruled }
    for index in entries.indices {
      let known =
        entries[index].isValid
        ? decision(of: rules, on: entries[index].event, of: message, in: bytes, at: delivery.received) : nil
      if let known, !known.hasMore {
        entries[index].outcome = known.verdict.outcome
        continue
      }
      let verdict =
        known?.verdict
        ?? verdict(of: rules, on: entries[index], of: message, delivery, in: bytes, status: status)
      entries[index].outcome = verdict.outcome
      if ruled.answer == nil { ruled.answer = verdict.answer }
      if verdict.isDropped { ruled.dropped.insert(index) }
      for var task in verdict.tasks {
        task.entry = index
        let isAsked = task.job.isForWholeDelivery && ruled.tasks.contains { $0.job == task.job }
        if !isAsked { ruled.tasks.append(task) }
      }
    }
    return ruled
  }

  /// What the type of a valid event alone decides.
  @inline(__always) private func decision(
    of rules: RuleSet, on index: Int?, of message: DecodedMessage, in bytes: UnsafeRawBufferPointer,
    at time: WallTime
  ) -> TypeDecisions.Decision? {
    guard let index else { return nil }
    let type = message.events[index].encoded.type
    guard let own = message.events[index].ownBytes else {
      return rules.decision(onValid: type, in: bytes, at: time)
    }
    return own.withUnsafeBytes { rules.decision(onValid: type, in: $0, at: time) }
  }

  private func verdict(
    of rules: RuleSet, on entry: AppendedDelivery.Entry, of message: DecodedMessage, _ delivery: Delivery,
    in bytes: UnsafeRawBufferPointer, status: Int?
  ) -> RuleVerdict {
    let event =
      entry.event.map { message.events[$0] } ?? DecodedEvent(extent: ByteRange(start: 0, count: bytes.count))
    func ask(_ eventBytes: UnsafeRawBufferPointer) -> RuleVerdict {
      rules.evaluate(
        QuerySubject(
          bytes: bytes, headLength: delivery.headLength, event: event, eventBytes: eventBytes,
          mode: message.mode, transport: delivery.transport, peer: delivery.peer,
          received: delivery.received, status: status, isValid: entry.isValid,
          isDuplicate: rules.asksForDuplicates && store.hasSeen(event.encoded, in: eventBytes),
          isSent: false, tags: [],
          size: message.mode == .batched
            ? Int(event.extent.count) : delivery.bytes.count - delivery.headLength,
          now: delivery.received))
    }
    return event.withBytes(in: bytes) { ask($0) }
  }

  private func takeNumbers(_ count: Int) -> UInt64 {
    numbers.wrappingAdd(UInt64(count), ordering: .relaxed).oldValue
  }

  /// Hands a delivery to the recorder and the sinks, then has it kept: the answer stands once all of them have it.
  private func hand(
    _ received: ReceivedDelivery, answer: Answer, keep: @escaping @Sendable () -> Void
  ) -> Answer {
    var places: [Reservation] = []
    for sink in sinks {
      guard let place = sink.reserve(received) else {
        for place in places { place.cancel() }
        return shed(received.delivery)
      }
      places.append(place)
    }
    guard let recorder else {
      for place in places { place.fulfil() }
      keep()
      return answer
    }
    let pending = PendingAnswer()
    let isQueued = recorder.append(received) { [self, places] problem in
      if let problem {
        for place in places { place.cancel() }
        pending.decide(shed(received.delivery, because: problem))
      } else {
        for place in places { place.fulfil() }
        keep()
        pending.decide(answer)
      }
    }
    guard isQueued else {
      for place in places { place.cancel() }
      return shed(received.delivery)
    }
    return .decidedLater(pending)
  }

  /// What could not be handed on is not acknowledged: its sender is asked to come again.
  ///
  /// - Parameter problem: a clause that says why; `nil` where it is too much at a time.
  private func shed(_ delivery: Delivery, because problem: String? = nil) -> Answer {
    store.countShed()
    let reason = problem.map { ": \($0)" } ?? ""
    let rule = Violation(
      .overloaded, .message, "The event cannot be taken now\(reason); send it again in a second.")
    if delivery.transport == .ndjson { return Answer(status: 503, body: ProblemDetails.array([rule])) }
    var answer = ProblemDetails.answer(status: 503, detail: rule.message, violations: [rule])
    answer.headers.append(("Retry-After", "1"))
    return answer
  }
}
