import NIOCore

/// Tells by the first bytes of a connection what it speaks.
final class ProtocolSniffer: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  enum Guess: Equatable {
    case http
    /// HTTP/2 by prior knowledge: its preface begins with `PRI`.
    case http2
    case tls
    case lines
  }

  /// How long the rest of a preface's beginning may be on its way.
  private static let prefaceTime = TimeAmount.milliseconds(250)

  private let takesLines: Bool
  private let patience: Duration?
  private let addHandlers: (Guess) throws -> Void
  private var held = ByteBuffer()
  private var isDecided = false
  private var deadline: Deadline?

  /// - Parameters:
  ///   - takesLines: whether what is no request is NDJSON, as on a Unix socket.
  ///   - patience: how long a connection may stay silent before it is closed; nil: for ever.
  ///   - addHandlers: puts the protocol's handlers at the end of the pipeline.
  init(takesLines: Bool, patience: Duration?, addHandlers: @escaping (Guess) throws -> Void) {
    self.takesLines = takesLines
    self.patience = patience
    self.addHandlers = addHandlers
  }

  /// What bytes are the beginning of; nil where there are too few to tell. A method is in capitals, and white
  /// space may stand before a line.
  static func guess(_ bytes: some Sequence<UInt8>, takesLines: Bool) -> Guess? {
    let start = bytes.drop { takesLines && ($0 == 0x20 || $0 == 0x09 || $0 == 0x0d || $0 == 0x0a) }.prefix(3)
    let first = Array(start)
    guard let byte = first.first else { return nil }
    if first == Array("PRI".utf8) { return .http2 }
    if first.count < 3, "PRI".utf8.starts(with: first) { return nil }
    if takesLines { return (0x41...0x5a).contains(byte) ? .http : .lines }
    return byte == 0x16 ? .tls : .http
  }

  func handlerAdded(context: ChannelHandlerContext) {
    guard let patience else { return }
    deadline = Deadline(loop: context.eventLoop) { [weak self] in self?.expired(context: context) }
    deadline?.set(context.eventLoop.now + TimeAmount(patience))
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var buffer = unwrapInboundIn(data)
    if isDecided {
      context.fireChannelRead(data)
      return
    }
    if held.readableBytes == 0 { held = buffer } else { held.writeBuffer(&buffer) }
    if let guess = ProtocolSniffer.guess(held.readableBytesView, takesLines: takesLines) {
      decide(guess, context: context)
    } else if held.readableBytes > 1024 {
      decide(takesLines ? .lines : .http, context: context)
    } else {
      deadline?.set(context.eventLoop.now + ProtocolSniffer.prefaceTime)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed where !isDecided && held.readableBytes > 0:
      decide(takesLines ? .lines : .http, context: context) {
        context.fireUserInboundEventTriggered(event)
      }
      return
    // Nothing was sent that anybody could answer.
    case ChannelEvent.inputClosed where !isDecided: context.close(promise: nil)
    case is ChannelShouldQuiesceEvent where !isDecided: context.close(promise: nil)
    default: break
    }
    context.fireUserInboundEventTriggered(event)
  }

  private func expired(context: ChannelHandlerContext) {
    guard !isDecided else { return }
    guard held.readableBytes > 0 else { return context.close(promise: nil) }
    decide(.http, context: context) { context.fireChannelReadComplete() }
  }

  /// - Parameter next: what goes to the protocol's handlers after the bytes, before this handler leaves.
  private func decide(_ guess: Guess, context: ChannelHandlerContext, next: () -> Void = {}) {
    isDecided = true
    do {
      try addHandlers(guess)
      context.fireChannelRead(wrapInboundOut(held))
      held = ByteBuffer()
      next()
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    } catch {
      context.close(promise: nil)
    }
  }
}
