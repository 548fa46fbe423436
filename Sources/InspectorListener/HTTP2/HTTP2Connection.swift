import InspectorCore
import NIOCore
import NIOHTTP2

/// One HTTP/2 connection: its streams are requests, each with a machine of its own.
final class HTTP2Connection: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame

  /// How many requests may be under way at a time.
  private static let concurrentStreams = 100
  /// How long a client may take to see that the connection ends.
  private static let lastMoment = TimeAmount.milliseconds(200)

  private var streams = 0
  private var isDraining = false
  private var context: ChannelHandlerContext?

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// A request has begun on the connection.
  func streamBegan() { streams += 1 }

  /// It has been answered, or given up.
  func streamEnded() {
    streams -= 1
    closeWhenDone()
  }

  /// Puts HTTP/2's handlers at the end of a pipeline, on a connection that has begun or is about to begin with
  /// the client's preface.
  static func add(to channel: any Channel, _ setting: ConnectionSetting) throws {
    let limits = setting.limits
    var connection = NIOHTTP2Handler.ConnectionConfiguration()
    // What is over the limit shall still be read, so that it can be refused with its status.
    connection.initialSettings = [
      HTTP2Setting(parameter: .maxConcurrentStreams, value: concurrentStreams),
      HTTP2Setting(parameter: .maxHeaderListSize, value: limits.headerList * 2),
      HTTP2Setting(parameter: .initialWindowSize, value: 256 * 1024),
    ]
    connection.maximumSequentialContinuationFrames = limits.headerList * 2 / (16 * 1024) + 1
    connection.targetWindowSize = 1024 * 1024
    var stream = NIOHTTP2Handler.StreamConfiguration()
    stream.targetWindowSize = 256 * 1024
    let keeper = NIOHTTP2ServerConnectionManagementHandler(
      eventLoop: channel.eventLoop,
      configuration: .init(
        maxIdleTime: TimeAmount(setting.isShedding ? limits.headerTimeout : limits.keepAlive), maxAge: nil,
        maxGraceTime: nil, keepalive: nil))
    let handler = HTTP2Connection()
    let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(SettingsAtOnce())
    _ = try pipeline.configureHTTP2Pipeline(
      mode: .server, connectionConfiguration: connection, streamConfiguration: stream,
      streamDelegate: keeper.http2StreamDelegate
    ) { stream in
      stream.eventLoop.makeCompletedFuture {
        try stream.pipeline.syncOperations.addHandler(HTTP2Stream(setting, of: bound.value))
      }
    }
    try pipeline.addHandlers([keeper, handler])
    // Its clock starts when the connection becomes active, which has been.
    if channel.isActive { keeper.channelActive(context: try pipeline.context(handler: keeper)) }
  }

  /// When the listener shuts down the keeper asks the client for its last streams; one that does not answer is not
  /// waited for.
  private func closeWhenDone() {
    guard isDraining, streams == 0, let context else { return }
    context.eventLoop.assumeIsolated().scheduleTask(in: HTTP2Connection.lastMoment) { [weak self] in
      if let self, streams == 0 { context.close(promise: nil) }
    }
  }

  /// After a fault of the connection nothing on it can be trusted; one of a stream is that stream's alone.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if error is NIOHTTP2Errors.StreamError { return }
    context.flush()
    context.close(promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    // HTTP/2 knows no half-closed connection.
    case ChannelEvent.inputClosed: context.close(promise: nil)
    case is ChannelShouldQuiesceEvent:
      isDraining = true
      closeWhenDone()
    default: break
    }
    context.fireUserInboundEventTriggered(event)
  }
}
