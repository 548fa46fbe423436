import InspectorCore
import NIOCore

/// Tells HTTP from NDJSON on a Unix socket by the first byte that is no white space: a method is in capitals.
final class ProtocolSniffer: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  enum Guess: Equatable {
    case http
    case lines
  }

  private let addHandlers: (Guess) throws -> Void
  private var held = ByteBuffer()
  private var isDecided = false

  /// `addHandlers` puts the protocol's handlers at the end of the pipeline.
  init(addHandlers: @escaping (Guess) throws -> Void) {
    self.addHandlers = addHandlers
  }

  static func guess(_ bytes: some Sequence<UInt8>) -> Guess? {
    guard let byte = bytes.first(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d && $0 != 0x0a }) else {
      return nil
    }
    return (0x41...0x5a).contains(byte) ? .http : .lines
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var buffer = unwrapInboundIn(data)
    if isDecided {
      context.fireChannelRead(data)
      return
    }
    held.writeBuffer(&buffer)
    guard
      let guess = ProtocolSniffer.guess(held.readableBytesView) ?? (held.readableBytes > 1024 ? .lines : nil)
    else { return }
    isDecided = true
    do {
      try addHandlers(guess)
      context.fireChannelRead(wrapInboundOut(held))
      held = ByteBuffer()
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    } catch {
      context.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // Nothing was sent that anybody could answer.
    if !isDecided, event is DrainEvent || (event as? ChannelEvent) == .inputClosed {
      context.close(promise: nil)
    }
    context.fireUserInboundEventTriggered(event)
  }
}
