import InspectorCore
import NIOCore
import NIOPosix

/// One attempt to send a line of NDJSON over a Unix socket.
struct LineSending: Sendable {
  private let options: SenderOptions

  init(_ options: SenderOptions) {
    self.options = options
  }

  /// Writes the line, ends the write side, and waits for a refusal: until the other end closes, or a little
  /// while.
  func send(_ line: [UInt8], path: String, address: Address) async throws(SendError) -> SendResult {
    let start = ContinuousClock.now
    let limit = options.maxAnswer
    let wait = TimeAmount(min(options.lineWait, options.timeout))
    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(TimeAmount(options.timeout))
      .channelOption(.allowRemoteHalfClosure, value: false)
    do {
      let (channel, reply) = try await bootstrap.connect(unixDomainSocketPath: path) { channel in
        channel.eventLoop.makeCompletedFuture {
          let reply = channel.eventLoop.makePromise(of: ByteBuffer.self)
          try channel.pipeline.syncOperations.addHandler(LineReply(reply, limit: limit))
          return (channel, reply.futureResult)
        }
      }
      try await channel.writeAndFlush(ByteBuffer(bytes: LineSending.oneLine(line)))
      // Where the other end has closed already there is nothing left to end.
      try? await channel.close(mode: .output)
      let end = channel.eventLoop.scheduleTask(in: wait) { channel.close(promise: nil) }
      let answer = try await reply.get()
      end.cancel()
      channel.close(promise: nil)
      var body = [UInt8](buffer: answer)
      if body.last == UInt8(ascii: "\n") { body.removeLast() }
      return SendResult(
        status: body.isEmpty ? 0 : 400, reason: body.isEmpty ? "accepted" : "refused", headers: [],
        body: body,
        duration: ContinuousClock.now - start, attempts: 1)
    } catch is CancellationError {
      throw .cancelled(address)
    } catch {
      throw .unreachable(address, reason: ConnectionProblem.reason(error), attempts: 1)
    }
  }

  /// A JSON text on one line: a raw line break in it can only be white space between its tokens.
  static func oneLine(_ text: [UInt8]) -> [UInt8] {
    var line = text
    while let last = line.last, last == 0x0a || last == 0x0d { line.removeLast() }
    for index in line.indices where line[index] == 0x0a || line[index] == 0x0d { line[index] = 0x20 }
    line.append(0x0a)
    return line
  }
}

/// Collects what comes back: the first line, or nothing by the time that the connection ends.
private final class LineReply: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let promise: EventLoopPromise<ByteBuffer>
  private let limit: Int
  private var collected = ByteBuffer()

  init(_ promise: EventLoopPromise<ByteBuffer>, limit: Int) {
    self.promise = promise
    self.limit = limit
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var part = unwrapInboundIn(data)
    collected.writeBuffer(&part)
    let newline = collected.readableBytesView.firstIndex(of: UInt8(ascii: "\n"))
    guard newline != nil || collected.readableBytes >= limit else { return }
    let length = newline.map { $0 - collected.readerIndex } ?? limit
    promise.succeed(collected.readSlice(length: length) ?? collected)
    context.close(promise: nil)
  }

  /// The connection ended, or never began.
  func handlerRemoved(context: ChannelHandlerContext) {
    promise.succeed(collected)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(error)
    context.close(promise: nil)
  }
}
