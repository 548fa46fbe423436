import NIOCore
import NIOHTTP1
import NIOPosix

/// The yardsticks: NIO with one handler, which collects the body, forgets it, and answers 202.
enum BareServer {
  /// Starts on a free port of 127.0.0.1, or on a Unix socket.
  ///
  /// - Parameter isLean: with nothing but NIO's decoder and answers as ready bytes; else with the pipeline that NIO
  ///   configures for HTTP servers.
  static func start(isLean: Bool, socket: String? = nil) async throws -> any Channel {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if socket == nil { try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1) }
          guard isLean else {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline()
            return try channel.pipeline.syncOperations.addHandler(PartHandler())
          }
          try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)), Handler(),
          ])
        }
      }
    if let socket { return try await bootstrap.bind(unixDomainSocketPath: socket).get() }
    return try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let accepted = ByteBuffer(string: "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
    private var body = ByteBuffer()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head: body.clear()
      case .body(var part): body.writeBuffer(&part)
      case .end: context.write(wrapOutboundOut(accepted), promise: nil)
      }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
      context.flush()
    }
  }

  private final class PartHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var body = ByteBuffer()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head: body.clear()
      case .body(var part): body.writeBuffer(&part)
      case .end:
        let head = HTTPResponseHead(version: .http1_1, status: .accepted, headers: ["Content-Length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
      context.flush()
    }
  }
}
