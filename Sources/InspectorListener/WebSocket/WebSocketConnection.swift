import CloudEventsHTTP
import InspectorCore
import NIOCore
import NIOWebSocket

/// One WebSocket: each message is an event in the format that was agreed on (WebSockets binding 1.0.2, 3).
///
/// The binding knows no answers. An event that is not valid is shown, and the connection goes on.
final class WebSocketConnection: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  /// How long the peer has for its half of the end.
  private static let lingering = TimeAmount.seconds(2)

  private let setting: ConnectionSetting
  /// The handshake's request, which stands before each message.
  private let head: [UInt8]
  private let subprotocol: WebSocketSubprotocol
  private let meter: WebSocketMeter
  private var share: BodyBudget.Share
  /// The frames of a message that has begun.
  private var message: ByteBuffer?
  /// Since when a message has been coming that is not whole yet.
  private var messageStart: NIODeadline?
  private var deadline: Deadline?
  private var isAsking = false
  private var isClosing = false

  init(
    _ setting: ConnectionSetting, head: [UInt8], subprotocol: WebSocketSubprotocol, meter: WebSocketMeter
  ) {
    self.setting = setting
    self.meter = meter
    self.head = head
    self.subprotocol = subprotocol
    share = BodyBudget.Share(setting.budget)
  }

  /// Puts WebSocket's handlers at the end of a pipeline.
  static func add(
    to channel: any Channel, _ setting: ConnectionSetting, head: [UInt8], subprotocol: WebSocketSubprotocol
  ) throws {
    let largest = min(setting.limits.maxBody, Int(UInt32.max))
    let meter = WebSocketMeter()
    try channel.pipeline.syncOperations.addHandlers([
      WebSocketFrameEncoder(), meter,
      ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: largest)),
      WebSocketConnection(setting, head: head, subprotocol: subprotocol, meter: meter),
    ])
  }

  func handlerAdded(context: ChannelHandlerContext) {
    deadline = Deadline(loop: context.eventLoop) { [weak self] in self?.expired(context: context) }
    postpone(context: context)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    isAsking = false
    meter.reset()
    if isClosing {
      if frame.opcode == .connectionClose { context.close(promise: nil) }
      return
    }
    guard frame.maskKey != nil else {
      return close(.protocolError, "a client's frames are masked", context: context)
    }
    switch frame.opcode {
    case .text, .binary:
      guard message == nil else {
        return close(.protocolError, "a message begins before the last one has ended", context: context)
      }
      guard (frame.opcode == .text) == subprotocol.isText else {
        refuse(.webSocketFrame(subprotocol), with: frame.unmaskedData)
        return close(
          .unacceptableData, "\(subprotocol.name) has \(subprotocol.isText ? "text" : "binary") frames",
          context: context)
      }
      message = ByteBuffer()
      add(frame, context: context)
    case .continuation:
      guard message != nil else {
        return close(.protocolError, "there is no message to go on with", context: context)
      }
      add(frame, context: context)
    case .ping: write(.pong, frame.unmaskedData, context: context)
    case .connectionClose: close(.normalClosure, "", context: context)
    default: break
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if !isClosing {
      holdOrClose(context: context)
      postpone(context: context)
    }
    context.fireChannelReadComplete()
  }

  func channelInactive(context: ChannelHandlerContext) {
    if heldBytes > 0, !isClosing { refuse(.incomplete(), with: message ?? ByteBuffer()) }
    message = nil
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed: context.close(promise: nil)
    case is ChannelShouldQuiesceEvent: close(.goingAway, "the inspector ends", context: context)
    case is ArrivingEnds: context.close(promise: nil)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case NIOWebSocketError.invalidFrameLength: tooLarge(context: context)
    case is NIOWebSocketError: close(.protocolError, "a frame cannot be read", context: context)
    default: context.close(promise: nil)
    }
  }

  private func add(_ frame: WebSocketFrame, context: ChannelHandlerContext) {
    var part = frame.unmaskedData
    message?.writeBuffer(&part)
    let count = message?.readableBytes ?? 0
    guard count <= setting.limits.maxBody else { return tooLarge(context: context) }
    guard frame.fin, let whole = message else { return }
    (message, messageStart) = (nil, nil)
    take(whole, context: context)
  }

  /// What has come of a message that is not whole yet, in frames or a part of one.
  private var heldBytes: Int { (message?.readableBytes ?? 0) + meter.count }

  private func holdOrClose(context: ChannelHandlerContext) {
    guard !share.hold(heldBytes) else { return }
    refuse(.memory(retryAfter: 1), with: message ?? ByteBuffer())
    close(.init(codeNumber: 1013), "there is no room for it now", context: context)
  }

  private func take(_ message: ByteBuffer, context: ChannelHandlerContext) {
    let answer = setting.receiver.receive(delivery(message))
    guard let pending = answer.pending else { return closeUnlessKept(answer, context: context) }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    pending.whenDecided { answer in
      bound.eventLoop.execute {
        let (connection, context) = bound.value
        if context.channel.isActive { connection.closeUnlessKept(answer, context: context) }
      }
    }
  }

  /// What is not kept must not look as if it were.
  private func closeUnlessKept(_ answer: Answer, context: ChannelHandlerContext) {
    if answer.status == 503 { close(.init(codeNumber: 1013), "try again later", context: context) }
  }

  private func refuse(_ turned: TurnedAway, with message: ByteBuffer) {
    _ = setting.receiver.receive(delivery(message, refusal: turned.refusal))
  }

  private func delivery(_ message: ByteBuffer, refusal: Delivery.Refusal? = nil) -> Delivery {
    var delivery = setting.delivery(
      head + Array(message.readableBytesView), headLength: head.count, at: .now(), refusal: refusal)
    delivery.isAnswered = false
    return delivery
  }

  private func tooLarge(context: ChannelHandlerContext) {
    guard !isClosing else { return }
    refuse(.body(limit: setting.limits.maxBody, announced: nil), with: message ?? ByteBuffer())
    close(.messageTooLarge, "a message has at most \(setting.limits.maxBody) bytes", context: context)
  }

  private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer, context: ChannelHandlerContext) {
    context.writeAndFlush(
      wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
  }

  private func close(_ code: WebSocketErrorCode, _ reason: String, context: ChannelHandlerContext) {
    guard !isClosing else { return }
    isClosing = true
    message = nil
    _ = share.hold(0)
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    data.writeString(reason)
    write(.connectionClose, data, context: context)
    deadline?.set(context.eventLoop.now + WebSocketConnection.lingering)
    if case .normalClosure = code { context.close(promise: nil) }
  }

  private func postpone(context: ChannelHandlerContext) {
    let (now, limits) = (context.eventLoop.now, setting.limits)
    guard heldBytes > 0 else {
      messageStart = nil
      deadline?.set(now + TimeAmount(limits.keepAlive))
      return
    }
    let start = messageStart ?? now
    messageStart = start
    deadline?.set(min(now + TimeAmount(limits.bodyIdleTimeout), start + TimeAmount(limits.requestTimeout)))
  }

  /// Who is quiet for long is asked whether it is still there.
  private func expired(context: ChannelHandlerContext) {
    if isClosing || isAsking { return context.close(promise: nil) }
    if heldBytes > 0 {
      refuse(.late("The message"), with: message ?? ByteBuffer())
      return close(.policyViolation, "the message did not come in time", context: context)
    }
    isAsking = true
    write(.ping, ByteBuffer(), context: context)
    deadline?.set(context.eventLoop.now + TimeAmount(setting.limits.bodyIdleTimeout))
  }
}

/// Stands before the decoder of frames and counts what it holds back of a frame that is not whole.
final class WebSocketMeter: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// How many bytes came since the last whole frame.
  private(set) var count = 0

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    count += unwrapInboundIn(data).readableBytes
    context.fireChannelRead(data)
  }

  func reset() { count = 0 }
}
