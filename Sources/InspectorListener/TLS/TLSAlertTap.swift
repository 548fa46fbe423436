import NIOCore

/// Stands before TLS while its handshake goes on, and knows what a client says in the clear when it gives up.
///
/// A client that does not like a certificate may say so before it has keys to say it with, which the TLS library then
/// takes for a broken record.
final class TLSAlertTap: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// The number of the alert that came last (RFC 8446, 6.2), where nothing came behind it.
  private(set) var alert: UInt8?

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // A record of type 21 with two bytes: how bad it is, and what it is.
    let bytes = unwrapInboundIn(data).readableBytesView.suffix(7)
    let record = Array(bytes)
    alert =
      record.count == 7 && record[0] == 21 && record[1] == 3 && record[3...4] == [0, 2] ? record[6] : nil
    context.fireChannelRead(data)
  }
}
