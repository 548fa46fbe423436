import NIOCore

/// Tells a connection that is one too many by far to come again, unread, and closes it.
///
/// A close with bytes unread would be a reset, which can overtake the answer: what the peer has sent meanwhile is read
/// and thrown away, for a short while.
final class TurningAway: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let answer = ByteBuffer(
    string:
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
  /// How long the peer has to read the answer and to end its side, and how much it may send meanwhile.
  static let patience = TimeAmount.seconds(1)
  static let mostDiscarded = 64 * 1024 * 1024

  private let isWaitedFor: Bool
  private var discarded = 0
  private var inputClosed = false
  private var isSent = false
  private var deadline: Scheduled<Void>?

  /// - Parameter isWaitedFor: whether there is room to wait until the peer has read the answer.
  init(isWaitedFor: Bool) {
    self.isWaitedFor = isWaitedFor
  }

  func channelActive(context: ChannelHandlerContext) {
    let sent = context.eventLoop.makePromise(of: Void.self)
    sent.futureResult.assumeIsolated().whenComplete { [self] _ in
      isSent = true
      guard isWaitedFor, !inputClosed else { return context.close(promise: nil) }
      context.close(mode: .output, promise: nil)
    }
    deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TurningAway.patience) {
      context.close(promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(TurningAway.answer), promise: sent)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    discarded += unwrapInboundIn(data).readableBytes
    if discarded > TurningAway.mostDiscarded { context.close(promise: nil) }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event {
      inputClosed = true
      if isSent { context.close(promise: nil) }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = nil
    context.fireChannelInactive()
  }
}
