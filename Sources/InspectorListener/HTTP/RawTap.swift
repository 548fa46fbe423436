import NIOCore

/// Stands before the decoder and keeps the bytes of the message now being read. It also holds reads back.
final class RawTap: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  var transcript: Transcript
  /// Set once nothing more is read for its meaning: what still comes is thrown away.
  private(set) var isDiscarding = false
  /// How much was thrown away.
  private(set) var discarded = 0
  private var isHolding = false
  private var wantsRead = false

  init(_ limits: ListenerLimits) {
    transcript = Transcript(headLimit: limits.headerList, bodyLimit: limits.maxBody)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    if isDiscarding {
      discarded += buffer.readableBytes
      return
    }
    transcript.append(buffer)
    context.fireChannelRead(data)
    guard !isDiscarding else { return }
    do {
      try transcript.settle()
    } catch {
      context.fireErrorCaught(error)
    }
  }

  func read(context: ChannelHandlerContext) {
    if isHolding {
      wantsRead = true
    } else {
      context.read()
    }
  }

  /// Stops reading while `holds`: the peer sends faster than its answers go out.
  func hold(_ holds: Bool, context: ChannelHandlerContext) {
    guard holds != isHolding else { return }
    isHolding = holds
    if !holds, wantsRead {
      wantsRead = false
      context.channel.read()
    }
  }

  func discard() {
    isDiscarding = true
    transcript.clear()
  }
}
