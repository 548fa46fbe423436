import NIOCore
import NIOEmbedded
import Testing

@testable import InspectorListener

@Suite struct TurningAwayTests {
  /// Notes how a channel is closed; the half of it that an embedded channel does not have stays open.
  private final class Closings: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    var modes: [CloseMode] = []

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
      modes.append(mode)
      if mode == .output {
        promise?.succeed()
      } else {
        context.close(mode: mode, promise: promise)
      }
    }
  }

  private let channel = EmbeddedChannel()
  private let closings = Closings()

  private func turnAway(isWaitedFor: Bool) throws {
    try channel.pipeline.syncOperations.addHandlers([closings, TurningAway(isWaitedFor: isWaitedFor)])
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 9)).wait()
    let answer = try #require(try channel.readOutbound(as: ByteBuffer.self))
    #expect(String(buffer: answer).hasPrefix("HTTP/1.1 503 "))
  }

  @Test func `what was sent is read and thrown away until the peer ends its side`() throws {
    try turnAway(isWaitedFor: true)
    #expect(closings.modes == [.output])
    channel.pipeline.fireChannelRead(ByteBuffer(string: "POST / HTTP/1.1\r\n"))
    #expect(closings.modes == [.output])
    #expect(try channel.readInbound(as: ByteBuffer.self) == nil)
    channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    #expect(closings.modes == [.output, .all])
  }

  @Test func `nobody is waited for longer than a moment`() throws {
    try turnAway(isWaitedFor: true)
    channel.embeddedEventLoop.advanceTime(by: TurningAway.patience - .nanoseconds(1))
    #expect(closings.modes == [.output])
    channel.embeddedEventLoop.advanceTime(by: .nanoseconds(1))
    #expect(closings.modes == [.output, .all])
  }

  @Test func `nobody sends for ever`() throws {
    try turnAway(isWaitedFor: true)
    let part = ByteBuffer(repeating: 0x61, count: TurningAway.mostDiscarded / 2)
    channel.pipeline.fireChannelRead(part)
    channel.pipeline.fireChannelRead(part)
    #expect(closings.modes == [.output])
    channel.pipeline.fireChannelRead(ByteBuffer(string: "a"))
    #expect(closings.modes == [.output, .all])
  }

  @Test func `where there is no room to wait, the connection is closed at once`() throws {
    try turnAway(isWaitedFor: false)
    #expect(closings.modes == [.all])
  }
}
