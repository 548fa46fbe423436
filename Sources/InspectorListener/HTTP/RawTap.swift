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
  /// Takes plain requests off the front of what came, before the decoder sees it; asked between messages only.
  var takePlain: ((inout ByteBuffer) -> Void)?
  private var isHolding = false
  private var wantsRead = false
  /// Set where the decoder may read nothing behind the message that has just ended.
  private var replacement: (() -> Void)?
  /// Set while another decoder takes its place: what comes meanwhile is kept for it.
  private var isPausing = false
  private var inputEndedInPause = false

  init(_ limits: ListenerLimits) {
    transcript = Transcript(headLimit: limits.headerList, bodyLimit: limits.maxBody)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var buffer = unwrapInboundIn(data)
    if !isDiscarding, !isPausing, transcript.isBetweenMessages { takePlain?(&buffer) }
    if isDiscarding {
      discarded += buffer.readableBytes
      return
    }
    guard buffer.readableBytes > 0 else { return }
    transcript.append(buffer)
    if !isPausing { handOn(buffer, context: context) }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if isPausing, case ChannelEvent.inputClosed = event {
      inputEndedInPause = true
    } else {
      context.fireUserInboundEventTriggered(event)
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

  /// A message has ended behind which the decoder may read no more, as it asked for another protocol.
  ///
  /// - Parameter replace: called after this read, unless the decoder has gone on; it puts another one in place, and
  ///   then calls `resume`.
  func replaceDecoder(_ replace: @escaping () -> Void) { replacement = replace }

  /// Hands on what the decoder that stood here before has not read.
  func resume(context: ChannelHandlerContext) {
    isPausing = false
    if let rest = transcript.unread { handOn(rest, context: context) }
    guard !isPausing else { return }
    context.fireChannelReadComplete()
    if inputEndedInPause {
      inputEndedInPause = false
      context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }
  }

  private func handOn(_ buffer: ByteBuffer, context: ChannelHandlerContext) {
    context.fireChannelRead(wrapInboundOut(buffer))
    guard !isDiscarding else { return }
    if let replace = replacement {
      replacement = nil
      // In the middle of another message it has gone on; between two of them the next decoder begins where it stands.
      if !transcript.isInBody {
        isPausing = true
        return replace()
      }
    }
    do {
      try transcript.settle()
    } catch {
      context.fireErrorCaught(error)
    }
  }

  func discard() {
    isDiscarding = true
    isPausing = false
    transcript.clear()
  }
}
