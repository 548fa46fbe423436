import CloudEventsHTTP
import InspectorCore
import NIOCore
import NIOHTTP1
import NIOSSL

/// One HTTP connection: turns what the decoder says into the machine's questions, and its steps into bytes.
///
/// Everything happens on the connection's event loop, synchronously, but for answers that wait.
final class HTTPConnection: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private struct Outgoing {
    var bytes: ByteBuffer
    var closes: Bool
  }

  /// How many answers may wait before nothing more is read.
  private static let mostWaiting = 64
  /// How long the rest of a refused message is read and thrown away, so that its sender can read the refusal.
  private static let lingering = TimeAmount.seconds(2)
  /// The same while the listener shuts down, which somebody waits for.
  private static let lastLingering = TimeAmount.milliseconds(200)
  private static let mostDiscarded = 64 * 1024 * 1024

  private let setting: ConnectionSetting
  private let tap: RawTap
  private var decoder: ByteToMessageHandler<HTTPRequestDecoder>
  private var tapContext: ChannelHandlerContext?
  private var machine: RequestMachine
  private var renderer: ResponseRenderer
  private var share: BodyBudget.Share
  private var answers = AnswerQueue<Outgoing>()
  private var deadline: Deadline?
  private var requestStart: NIODeadline?
  /// Since when nobody has asked anything: line breaks are no request.
  private var idleStart: NIODeadline?
  private var needsFlush = false
  /// Set once the last answer is decided: what still comes is not read.
  private var isEnding = false
  /// Set once the last answer is written.
  private var isLingering = false
  /// Set once the last answer has left.
  private var isSent = false
  private var inputClosed = false
  private var isDraining = false
  /// Set once what is not whole is not waited for.
  private var isCutOff = false

  init(
    _ setting: ConnectionSetting, tap: RawTap, decoder: ByteToMessageHandler<HTTPRequestDecoder>,
    allocator: ByteBufferAllocator
  ) {
    self.setting = setting
    self.tap = tap
    self.decoder = decoder
    machine = setting.machine
    share = BodyBudget.Share(setting.budget)
    renderer = ResponseRenderer(allocator: allocator)
  }

  /// Puts the tap, the decoder and this handler at the end of a pipeline.
  static func add(to channel: any Channel, _ setting: ConnectionSetting) throws {
    let tap = RawTap(setting.limits)
    let decoder = decoder(setting.limits)
    try channel.pipeline.syncOperations.addHandlers([
      tap, decoder, HTTPConnection(setting, tap: tap, decoder: decoder, allocator: channel.allocator),
    ])
  }

  private static func decoder(_ limits: ListenerLimits) -> ByteToMessageHandler<HTTPRequestDecoder> {
    var decoderLimits = NIOHTTPDecoderLimitConfiguration()
    decoderLimits.maxHeaderFieldSize = limits.headerField
    decoderLimits.maxHeaderListSize = limits.headerList
    decoderLimits.maxHeaderFieldCount = limits.fields
    return ByteToMessageHandler(
      HTTPRequestDecoder(
        leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .drop,
        limitConfiguration: decoderLimits))
  }

  func handlerAdded(context: ChannelHandlerContext) {
    // Both hold this handler until it is removed: looking up a weak reference costs each request something.
    deadline = Deadline(loop: context.eventLoop) { self.expired(context: context) }
    if machine.takesPlain {
      tap.takePlain = { self.takePlain(from: &$0, context: context) }
    }
    if context.channel.isActive { updateDeadline(context: context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    tap.takePlain = nil
    deadline?.cancel()
    deadline = nil
  }

  func channelActive(context: ChannelHandlerContext) {
    updateDeadline(context: context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    isEnding = true
    _ = share.hold(0)
    deadline?.cancel()
    answers.removeAll()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isEnding else { return }
    do throws(Transcript.Fault) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        let facts = RequestFacts(head)
        try tap.transcript.headEnded(
          facts.isChunked ? .chunked : .length(facts.contentLength ?? 0), lineLength: facts.requestLineLength)
        take(machine.head(facts), context: context)
      case .body(let part):
        tap.transcript.bodyCame(part)
        take(machine.body(part.readableBytes), context: context)
      case .end:
        let message = try tap.transcript.ended()
        (requestStart, idleStart) = (nil, nil)
        take(machine.end(), message: message, context: context)
        if machine.asksUpgrade, !isEnding {
          tap.replaceDecoder { [weak self] in self?.replaceDecoder(context: context) }
        }
      }
    } catch {
      fail(error, context: context)
    }
  }

  /// Delivers what need not go through the decoder.
  private func takePlain(from buffer: inout ByteBuffer, context: ChannelHandlerContext) {
    while !isEnding,
      let request = buffer.withUnsafeReadableBytes({ machine.plain($0) }),
      let bytes = buffer.readBytes(length: request.length)
    {
      (requestStart, idleStart) = (nil, nil)
      let now = WallTime.now()
      let answer = setting.receiver.receive(
        setting.delivery(bytes, headLength: request.head.length, head: request.head, at: now))
      respond(answer, at: now, closes: false, context: context)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if !share.hold(tap.transcript.heldBytes), !isEnding {
      take(machine.fault(.noMemory), context: context)
    }
    flush(context: context)
    if isLingering {
      if tap.discarded > HTTPConnection.mostDiscarded { context.close(promise: nil) }
    } else {
      updateDeadline(context: context)
    }
    context.fireChannelReadComplete()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    updateHold(context: context)
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed:
      inputClosed = true
      if isSent {
        context.close(promise: nil)
      } else if answers.isEmpty {
        linger(context: context)
      }
    case is ChannelShouldQuiesceEvent:
      isDraining = true
      // A head that has only begun to come is no request yet.
      if !isEnding, answers.isEmpty, !tap.transcript.isInBody { context.close(promise: nil) }
    case is ArrivingEnds:
      isCutOff = true
      if isSent || !isLingering && answers.isEmpty { context.close(promise: nil) }
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if error is IOError || error is ChannelError || error is NIOSSLError || error is BoringSSLError {
      record(RequestMachine.Fault.incomplete, context: context)
      context.close(promise: nil)
    } else {
      fail(error, context: context)
      flush(context: context)
    }
  }

  // MARK: Steps

  private func take(
    _ step: RequestMachine.Step, message: Transcript.Message? = nil, context: ChannelHandlerContext
  ) {
    switch step {
    case .proceed: break
    case .sendContinue:
      send(Outgoing(bytes: ResponseRenderer.continue, closes: false), after: nil, context: context)
    case .deliver:
      guard let message else { return }
      let now = WallTime.now()
      var delivery = setting.delivery(message.bytes, headLength: message.headLength, at: now)
      if machine.isCoded {
        do throws(ContentCodingError) {
          try delivery.decodeContent(limit: machine.limits.maxBody)
        } catch {
          return take(machine.undecodable(error), message: message, context: context)
        }
      }
      let answer = setting.receiver.receive(delivery)
      respond(answer, at: now, closes: !machine.keepsAlive, context: context)
    case .permit(let answer, let handshake):
      setting.receiver.asked(handshake)
      respond(answer, at: .now(), closes: !machine.keepsAlive, context: context)
    case .upgrade(let handshake):
      guard let message else { return }
      upgrade(handshake, message, context: context)
    case .answer(let answer):
      respond(answer, at: .now(), closes: !machine.keepsAlive, context: context)
    case .refuse(let turned):
      let now = WallTime.now()
      if turned.isDelivery {
        let message = message ?? tap.transcript.unfinished()
        _ = setting.receiver.receive(
          setting.delivery(
            message.bytes, headLength: message.headLength, at: now, refusal: turned.refusal))
      }
      respond(turned.answer, at: now, closes: turned.closes || !machine.keepsAlive, context: context)
    }
  }

  /// What the decoder or the transcript could not read: refused, and the connection ends.
  private func fail(_ error: any Error, context: ChannelHandlerContext) {
    guard !isEnding else { return }
    let isNothing = tap.transcript.isBetweenMessages
    let fault = RequestMachine.Fault(
      error, unfinished: tap.transcript.unfinished(),
      isInTarget: tap.transcript.firstLineLength > machine.limits.target, isInBody: tap.transcript.isInBody)
    if isNothing, fault == .incomplete { return }
    take(machine.fault(fault), context: context)
  }

  /// Shows a request whose connection broke: nobody is there to read an answer.
  private func record(_ fault: RequestMachine.Fault, context: ChannelHandlerContext) {
    guard !isEnding, !tap.transcript.isBetweenMessages else { return }
    take(machine.fault(fault), context: context)
  }

  private func expired(context: ChannelHandlerContext) {
    guard !isLingering, !tap.transcript.isBetweenMessages else {
      context.close(promise: nil)
      return
    }
    take(machine.fault(tap.transcript.isInBody ? .lateBody : .lateHead), context: context)
    flush(context: context)
  }

  /// Accepts an opening handshake, and leaves the connection to WebSocket.
  private func upgrade(
    _ handshake: WebSocketHandshake, _ message: Transcript.Message, context: ChannelHandlerContext
  ) {
    guard answers.isEmpty, tap.transcript.isBetweenMessages, message.bytes.count == message.headLength else {
      return take(.refuse(.webSocketPipelined()), message: message, context: context)
    }
    isEnding = true
    tap.discard()
    deadline?.cancel()
    let (setting, channel) = (setting, context.channel)
    let (tap, decoder) = (tap, decoder)
    handshake.response(on: channel).assumeIsolated().whenSuccess { response in
      context.writeAndFlush(self.wrapOutboundOut(response), promise: nil)
      let pipeline = channel.pipeline.syncOperations
      pipeline.removeHandler(tap, promise: nil)
      pipeline.removeHandler(self, promise: nil)
      pipeline.removeHandler(decoder).assumeIsolated().whenComplete { _ in
        do {
          try WebSocketConnection.add(
            to: channel, setting, head: message.bytes, subprotocol: handshake.subprotocol)
        } catch {
          channel.close(promise: nil)
        }
      }
    }
  }

  /// Goes on behind a request that asked for another protocol and did not get it, which the decoder does not expect:
  /// to ask is no more than an offer (RFC 9110, 7.8), and h2c is none any more (RFC 9113, 3.1).
  private func replaceDecoder(context: ChannelHandlerContext) {
    let next = HTTPConnection.decoder(setting.limits)
    let pipeline = context.pipeline.syncOperations
    pipeline.removeHandler(decoder).assumeIsolated().whenComplete { [weak self] _ in
      guard let self, context.channel.isActive, !isEnding else { return }
      do {
        try pipeline.addHandler(next, position: .after(tap))
        decoder = next
        tap.resume(context: try pipeline.context(handler: tap))
      } catch {
        context.close(promise: nil)
      }
    }
  }

  // MARK: Answers

  private func respond(_ answer: Answer, at now: WallTime, closes: Bool, context: ChannelHandlerContext) {
    let closes = closes || isDraining
    if closes {
      isEnding = true
      tap.discard()
    }
    let framing = Framing(at: now, closes: closes, isHead: machine.isHead, isHTTP10: machine.isHTTP10)
    guard let pending = answer.pending else {
      send(rendered(answer, framing), after: answer.delay, context: context)
      return
    }
    let ticket = answers.append(nil)
    updateHold(context: context)
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    pending.whenDecided { answer in
      bound.eventLoop.execute {
        let (connection, context) = bound.value
        connection.settle(
          ticket, with: connection.rendered(answer, framing), after: answer.delay, context: context)
      }
    }
  }

  /// How the answer to a request is framed, known when the request is.
  private struct Framing {
    var at: WallTime
    var closes: Bool
    var isHead: Bool
    var isHTTP10: Bool
  }

  private func rendered(_ answer: Answer, _ framing: Framing) -> Outgoing {
    let bytes = renderer.render(
      answer, at: framing.at, keepsAlive: !framing.closes, isHead: framing.isHead,
      isHTTP10: framing.isHTTP10)
    return Outgoing(bytes: bytes, closes: framing.closes)
  }

  private func send(_ outgoing: Outgoing, after delay: Duration?, context: ChannelHandlerContext) {
    if delay == nil, answers.isEmpty {
      write(outgoing, context: context)
    } else {
      settle(answers.append(nil), with: outgoing, after: delay, context: context)
      updateHold(context: context)
    }
  }

  /// Puts an answer in its place, perhaps after a while, and writes those that are due.
  private func settle(
    _ ticket: AnswerQueue<Outgoing>.Ticket, with outgoing: Outgoing, after delay: Duration?,
    context: ChannelHandlerContext
  ) {
    if let delay, delay > .zero {
      context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in
        self?.settle(ticket, with: outgoing, after: nil, context: context)
      }
      return
    }
    guard context.channel.isActive else { return }
    answers.fulfil(ticket, with: outgoing)
    while let next = answers.next() { write(next, context: context) }
    flush(context: context)
    updateHold(context: context)
    guard answers.isEmpty, !isLingering else { return }
    if inputClosed || isCutOff || isDraining && tap.transcript.isBetweenMessages {
      linger(context: context)
    } else {
      updateDeadline(context: context)
    }
  }

  private func write(_ outgoing: Outgoing, context: ChannelHandlerContext) {
    needsFlush = true
    context.write(wrapOutboundOut(outgoing.bytes), promise: nil)
    if outgoing.closes { linger(context: context) }
  }

  private func flush(context: ChannelHandlerContext) {
    guard needsFlush else { return }
    needsFlush = false
    context.flush()
  }

  /// Closes for writing once everything is out, then waits for the peer's end: a close with bytes unread
  /// would be a reset, which can overtake the answer.
  private func linger(context: ChannelHandlerContext) {
    guard !isLingering else { return }
    (isEnding, isLingering) = (true, true)
    tap.discard()
    deadline?.set(context.eventLoop.now + TimeAmount(machine.limits.keepAlive))
    let sent = context.eventLoop.makePromise(of: Void.self)
    sent.futureResult.assumeIsolated().whenComplete { [weak self] _ in
      guard let self else { return }
      isSent = true
      deadline?.set(
        context.eventLoop.now + (isDraining ? HTTPConnection.lastLingering : HTTPConnection.lingering))
      context.close(mode: inputClosed ? .all : .output, promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: sent)
  }

  private func updateHold(context: ChannelHandlerContext) {
    if tapContext == nil { tapContext = try? context.pipeline.syncOperations.context(handler: tap) }
    guard let tapContext else { return }
    tap.hold(
      answers.count >= HTTPConnection.mostWaiting || !context.channel.isWritable && !isLingering,
      context: tapContext)
  }

  // MARK: Deadlines

  private func updateDeadline(context: ChannelHandlerContext) {
    guard !isLingering else { return }
    let limits = machine.limits
    guard answers.isEmpty else {
      idleStart = nil
      deadline?.set(nil)
      return
    }
    let now = context.eventLoop.now
    if tap.transcript.isBetweenMessages {
      requestStart = nil
      let start = idleStart ?? now
      idleStart = start
      deadline?.set(start + TimeAmount(machine.isShedding ? limits.headerTimeout : limits.keepAlive))
      return
    }
    let start = requestStart ?? now
    (requestStart, idleStart) = (start, nil)
    if tap.transcript.isInBody {
      deadline?.set(min(now + TimeAmount(limits.bodyIdleTimeout), start + TimeAmount(limits.requestTimeout)))
    } else {
      deadline?.set(start + TimeAmount(limits.headerTimeout))
    }
  }
}
