import NIOCore
import NIOTLS

/// Waits behind TLS for the end of the handshake, and then sets up the protocol that was agreed on.
final class TLSHandshake: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let limit: Duration
  private let addHandlers: (_ isHTTP2: Bool) throws -> Void
  private let onFailure: (_ reason: String) -> Void
  private let tap: TLSAlertTap
  private var isOver = false
  private var deadline: Deadline?

  /// - Parameters:
  ///   - limit: how long the handshake may take.
  ///   - tap: knows what the client says in the clear.
  ///   - addHandlers: puts the protocol's handlers at the end of the pipeline.
  ///   - onFailure: told why there is no connection, as a clause about the client.
  init(
    limit: Duration, tap: TLSAlertTap, addHandlers: @escaping (_ isHTTP2: Bool) throws -> Void,
    onFailure: @escaping (_ reason: String) -> Void
  ) {
    self.limit = limit
    self.tap = tap
    self.addHandlers = addHandlers
    self.onFailure = onFailure
  }

  func handlerAdded(context: ChannelHandlerContext) {
    deadline = Deadline(loop: context.eventLoop) { [weak self] in
      self?.fail("its TLS handshake did not end in time", context: context)
    }
    deadline?.set(context.eventLoop.now + TimeAmount(limit))
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = nil
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case TLSUserEvent.handshakeCompleted(let agreed):
      isOver = true
      do {
        try addHandlers(agreed == "h2")
        context.pipeline.syncOperations.removeHandler(tap, promise: nil)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
      } catch {
        context.close(promise: nil)
      }
    // Nothing was asked that anybody could answer.
    case ChannelEvent.inputClosed: fail(TLSFailure.goneAway, context: context)
    case is ChannelShouldQuiesceEvent:
      isOver = true
      context.close(promise: nil)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(TLSFailure.reason(error, alert: tap.alert), context: context)
  }

  private func fail(_ reason: String, context: ChannelHandlerContext) {
    if !isOver { onFailure(reason) }
    isOver = true
    context.close(promise: nil)
  }
}
