import NIOCore
import NIOTLS

/// Waits behind TLS for the end of the handshake, and then sets up the protocol that was agreed on.
final class TLSHandshake: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let limit: Duration
  private let addHandlers: (_ isHTTP2: Bool) throws -> Void
  private var deadline: Deadline?

  /// - Parameters:
  ///   - limit: how long the handshake may take.
  ///   - addHandlers: puts the protocol's handlers at the end of the pipeline.
  init(limit: Duration, addHandlers: @escaping (_ isHTTP2: Bool) throws -> Void) {
    self.limit = limit
    self.addHandlers = addHandlers
  }

  func handlerAdded(context: ChannelHandlerContext) {
    deadline = Deadline(loop: context.eventLoop) { context.close(promise: nil) }
    deadline?.set(context.eventLoop.now + TimeAmount(limit))
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = nil
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case TLSUserEvent.handshakeCompleted(let agreed):
      do {
        try addHandlers(agreed == "h2")
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
      } catch {
        context.close(promise: nil)
      }
    // Nothing was asked that anybody could answer.
    case ChannelEvent.inputClosed, is ChannelShouldQuiesceEvent: context.close(promise: nil)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
