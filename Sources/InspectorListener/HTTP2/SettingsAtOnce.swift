import NIOCore

/// Has the server's settings in force from the start.
///
/// The codec keeps to the defaults until the client has acknowledged the settings, and among them, other than
/// the specification (RFC 9113, 6.5.2), is a limit of 16 KiB for heads. A client that sends its first request
/// behind its preface, as most do, would be cut off for a head that is welcome. So the acknowledgement is put
/// behind the client's own settings, and taken away where it comes.
final class SettingsAtOnce: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private enum State: Equatable {
    /// So many bytes are handed on, up to and with the payload of a frame.
    case passing(Int)
    /// A frame's head comes next.
    case between
    case done
  }

  private static let prefaceLength = 24
  private static let headLength = 9
  /// SETTINGS with ACK (RFC 9113, 6.5).
  private static let acknowledgement: [UInt8] = [0, 0, 0, 4, 1, 0, 0, 0, 0]

  private var state = State.passing(prefaceLength)
  private var held = ByteBuffer()
  private var isAcknowledged = false
  private var endsSettings = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var buffer = unwrapInboundIn(data)
    if state == .done { return context.fireChannelRead(data) }
    if held.readableBytes > 0 {
      held.writeBuffer(&buffer)
      swap(&held, &buffer)
    }
    held = ByteBuffer()
    let out = passed(&buffer)
    if out.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(out)) }
    if state == .done {
      if buffer.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(buffer)) }
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    } else {
      held = buffer
    }
  }

  /// What can be handed on of `buffer`; what stays in it is the beginning of a frame's head, or behind the end of this
  /// handler's work.
  private func passed(_ buffer: inout ByteBuffer) -> ByteBuffer {
    var out = ByteBuffer()
    while true {
      switch state {
      case .passing(let left):
        guard var part = buffer.readSlice(length: min(left, buffer.readableBytes)) else { return out }
        let rest = left - part.readableBytes
        out.writeBuffer(&part)
        guard rest == 0 else {
          state = .passing(rest)
          return out
        }
        state = .between
        if endsSettings {
          (endsSettings, isAcknowledged) = (false, true)
          out.writeBytes(SettingsAtOnce.acknowledgement)
        }
      case .between:
        guard let head = buffer.getBytes(at: buffer.readerIndex, length: SettingsAtOnce.headLength) else {
          return out
        }
        let isSettings = head[3] == 4
        if isSettings, head[4] & 1 == 1, isAcknowledged {
          // The one that has been given before it came.
          buffer.moveReaderIndex(forwardBy: SettingsAtOnce.headLength)
          state = .done
          return out
        }
        let length = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
        endsSettings = isSettings && !isAcknowledged
        state = .passing(SettingsAtOnce.headLength + length)
      case .done: return out
      }
    }
  }
}
