import InspectorCore
import NIOCore
import NIOEmbedded

@testable import InspectorListener

/// One HTTP connection without a socket: bytes in, bytes out, and a clock that is moved by hand.
final class Wire {
  let channel: EmbeddedChannel
  let recorder: Recorder

  init(
    limits: ListenerLimits = ListenerLimits(),
    answer: @escaping @Sendable (Delivery) -> Answer = { _ in .accepted }
  ) throws {
    recorder = Recorder(answer: answer)
    channel = EmbeddedChannel()
    try HTTPConnection.add(
      to: channel,
      ConnectionSetting(
        transport: .http, peer: "127.0.0.1:9", receiver: recorder, limits: limits, policy: HostPolicy(),
        budget: BodyBudget(limit: limits.unfinished)))
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 9)).wait()
  }

  deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }

  func send(_ bytes: some Collection<UInt8>) {
    channel.pipeline.fireChannelRead(ByteBuffer(bytes: bytes))
    complete()
  }
  func send(_ text: String) { send(Array(text.utf8)) }

  /// Ends the peer's sending side.
  func endInput() { channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }

  func pass(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

  /// Everything that was written and not yet taken.
  func receivedBytes() -> [UInt8] {
    var bytes: [UInt8] = []
    while let part = try? channel.readOutbound(as: ByteBuffer.self) { bytes += part.readableBytesView }
    return bytes
  }

  func received() -> String { String(decoding: receivedBytes(), as: UTF8.self) }

  /// The statuses of what was written and not yet taken.
  func statuses() -> [Int] {
    let text = received()
    return text.split(separator: "HTTP/1.1 ").compactMap { Int($0.prefix(3)) }
  }

  private func complete() {
    channel.pipeline.fireChannelReadComplete()
    channel.embeddedEventLoop.run()
  }
}
