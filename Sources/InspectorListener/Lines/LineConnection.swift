import InspectorCore
import NIOCore

/// One connection that sends NDJSON: an event in the JSON event format on each line.
///
/// Accepted lines get no answer; a refused one gets a JSON line back, and the connection goes on. On a connection that is
/// one too many all lines are refused.
final class LineConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let mostWaiting = 1024

  private let setting: ConnectionSetting
  private var splitter: LineSplitter
  private var share: BodyBudget.Share
  private var lineNumber = 0
  /// Refusals in the order of their lines; an accepted line that waits has an empty one.
  private var answers = AnswerQueue<ByteBuffer>()
  private var needsFlush = false
  private var inputClosed = false
  private var isHolding = false
  private var isDraining = false
  /// Set once the rest of a line is not waited for.
  private var isCutOff = false

  init(_ setting: ConnectionSetting) {
    self.setting = setting
    splitter = LineSplitter(limit: setting.limits.maxLine)
    share = BodyBudget.Share(setting.budget)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    splitter.append(unwrapInboundIn(data))
    while let line = splitter.next() { take(line, context: context) }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if !share.hold(splitter.heldBytes) {
      lineNumber += 1
      deliver(splitter.giveUp(), refusal: TurnedAway.memory(retryAfter: 1).refusal, context: context)
      _ = share.hold(0)
    }
    flush(context: context)
    if isDraining { finishIfDone(context: context) }
    updateReading(context: context)
    context.fireChannelReadComplete()
  }

  func channelInactive(context: ChannelHandlerContext) {
    takeRest(context: context)
    answers.removeAll()
    context.fireChannelInactive()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    updateReading(context: context)
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed:
      takeRest(context: context)
      flush(context: context)
      finishIfDone(context: context)
    case is ChannelShouldQuiesceEvent:
      isDraining = true
      finishIfDone(context: context)
    case is ArrivingEnds:
      isCutOff = true
      finishIfDone(context: context)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func takeRest(context: ChannelHandlerContext) {
    guard !inputClosed else { return }
    inputClosed = true
    while let line = splitter.next(isAtEnd: true) { take(line, context: context) }
  }

  private func take(_ line: LineSplitter.Line, context: ChannelHandlerContext) {
    lineNumber += 1
    switch line {
    case .whole(let bytes):
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) { return }
      let refusal = setting.isShedding ? TurnedAway.load(retryAfter: 1).refusal : nil
      deliver(bytes, refusal: refusal, context: context)
    case .tooLong(let beginning):
      deliver(beginning, refusal: TurnedAway.line(limit: splitter.limit).refusal, context: context)
    }
  }

  private func deliver(_ bytes: [UInt8], refusal: Delivery.Refusal?, context: ChannelHandlerContext) {
    let answer = setting.receiver.receive(
      Delivery(
        transport: .ndjson, peer: setting.peer, received: .now(), bytes: bytes, headLength: 0,
        refusal: refusal))
    let number = lineNumber
    guard let pending = answer.pending else {
      send(reply(to: answer, line: number, refusal: refusal), after: answer.delay, context: context)
      return
    }
    let ticket = answers.append(nil)
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    pending.whenDecided { answer in
      bound.eventLoop.execute {
        let (connection, context) = bound.value
        let reply = connection.reply(to: answer, line: number, refusal: refusal)
        connection.settle(ticket, with: reply, after: answer.delay, context: context)
      }
    }
  }

  /// The line that goes back; empty where the line was taken.
  private func reply(to answer: Answer, line: Int, refusal: Delivery.Refusal?) -> ByteBuffer {
    guard refusal != nil || !answer.isSuccess else { return ByteBuffer() }
    var body = answer.body[...]
    while let last = body.last, last == 0x0a || last == 0x0d || last == 0x20 { body.removeLast() }
    var buffer = ByteBuffer()
    buffer.writeString("{\"line\":\(line),\"violations\":")
    if body.first == UInt8(ascii: "["), body.last == UInt8(ascii: "]"), !body.contains(0x0a) {
      buffer.writeBytes(body)
    } else {
      let refusal =
        refusal
        ?? Delivery.Refusal(
          status: answer.status, reason: "The line was answered with status \(answer.status).",
          rule: "ndjson.refused",
          section: "JSON event format 1.0.2, 3")
      buffer.writeBytes(ProblemDocument.violations(refusal))
    }
    buffer.writeString("}\n")
    return buffer
  }

  private func send(_ reply: ByteBuffer, after delay: Duration?, context: ChannelHandlerContext) {
    if delay == nil, answers.isEmpty {
      write(reply, context: context)
    } else {
      settle(answers.append(nil), with: reply, after: delay, context: context)
    }
  }

  /// Puts a reply in its place, perhaps after a while, and writes those that are due.
  private func settle(
    _ ticket: AnswerQueue<ByteBuffer>.Ticket, with reply: ByteBuffer, after delay: Duration?,
    context: ChannelHandlerContext
  ) {
    if let delay, delay > .zero {
      context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in
        self?.settle(ticket, with: reply, after: nil, context: context)
      }
      return
    }
    guard context.channel.isActive else { return }
    answers.fulfil(ticket, with: reply)
    while let next = answers.next() { write(next, context: context) }
    flush(context: context)
    updateReading(context: context)
    finishIfDone(context: context)
  }

  private func write(_ reply: ByteBuffer, context: ChannelHandlerContext) {
    guard reply.readableBytes > 0 else { return }
    needsFlush = true
    context.write(wrapOutboundOut(reply), promise: nil)
  }

  private func flush(context: ChannelHandlerContext) {
    guard needsFlush else { return }
    needsFlush = false
    context.flush()
  }

  /// Stops reading while the peer does not read its refusals.
  private func updateReading(context: ChannelHandlerContext) {
    let holds = answers.count >= LineConnection.mostWaiting || !context.channel.isWritable
    guard holds != isHolding else { return }
    isHolding = holds
    context.channel.setOption(.autoRead, value: !holds).assumeIsolated().whenFailure { _ in
      context.close(promise: nil)
    }
  }

  private func finishIfDone(context: ChannelHandlerContext) {
    guard answers.isEmpty, inputClosed || isCutOff || isDraining && !splitter.isInLine else { return }
    let sent = context.eventLoop.makePromise(of: Void.self)
    sent.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: sent)
  }
}
