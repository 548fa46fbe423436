import AsyncHTTPClient
import CloudEvents
import InspectorCore
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One attempt over HTTP/1.1 on a connection of its own, whose head is written byte for byte.
///
/// It is for what the client library does otherwise: heads that are no text, and requests without TLS through a proxy,
/// which gets the whole URL as the target (RFC 9112, 3.2.2). The library would ask it for a tunnel, which many refuse to
/// ports other than 443.
struct DirectSending: Sendable {
  typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPPart<HTTPRequestHead, ByteBuffer>>

  /// Whom to connect to.
  enum Peer {
    case host(String, port: Int, isTLS: Bool)
    case unix(path: String)
  }

  private let options: SenderOptions

  init(_ options: SenderOptions) {
    self.options = options
  }

  /// - Parameter message: with its target and all header fields, but for those of the connection.
  func send(_ message: OutgoingMessage, to peer: Peer) async throws -> SendResult {
    let start = ContinuousClock.now
    let target = message.target ?? [UInt8(ascii: "/")]
    let head = RequestHead.bytes(method: message.method, target: target, fields: Self.framed(message))
    let connection = try await connect(to: peer, head: head)
    let limit = options.maxAnswer
    let channel = connection.channel
    let end = channel.eventLoop.scheduleTask(in: TimeAmount(options.timeout)) { channel.close(promise: nil) }
    defer { end.cancel() }
    return try await connection.executeThenClose { inbound, outbound in
      var unwritten: (any Error)?
      do {
        try await outbound.write(
          .head(HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: message.method), uri: "/")))
        if !message.body.isEmpty { try await outbound.write(.body(ByteBuffer(bytes: message.body))) }
        try await outbound.write(.end(nil))
      } catch let error as CancellationError {
        throw error
      } catch {
        // Who refuses a message may answer and close before all of it has come: the answer counts.
        unwritten = error
      }
      var answer: HTTPResponseHead?
      var content: [UInt8] = []
      for try await part in inbound {
        switch part {
        case .head(let head): answer = head
        case .body(let bytes): content += bytes.readableBytesView.prefix(limit - content.count)
        case .end:
          guard let answer, answer.status.code >= 200 else { continue }
          return SendResult(
            status: Int(answer.status.code), reason: answer.status.reasonPhrase,
            headers: answer.headers.map { ($0.name, $0.value) }, body: content,
            duration: ContinuousClock.now - start, attempts: 1)
        }
      }
      if ContinuousClock.now - start >= options.timeout { throw ChannelError.ioOnClosedChannel }
      if let unwritten, !(unwritten is ChannelError) { throw unwritten }
      throw ChannelError.eof
    }
  }

  private func connect(to peer: Peer, head: [UInt8]) async throws -> Connection {
    var tls: NIOSSLContext?
    var name: String?
    if case .host(let host, _, isTLS: true) = peer {
      tls = try NIOSSLContext(configuration: options.tls.configuration())
      // An address is no server name (RFC 6066, 3).
      name = (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
    }
    let (context, serverName) = (tls, name)
    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(TimeAmount(min(options.timeout, .seconds(10))))
    @Sendable func prepare(_ channel: any Channel) -> EventLoopFuture<Connection> {
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        if let context {
          try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: serverName))
        }
        try pipeline.addHandlers([
          RequestBytes(head: head),
          ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes)), RequestParts(),
        ])
        return try Connection(wrappingChannelSynchronously: channel)
      }
    }
    switch peer {
    case .host(let host, let port, _):
      return try await bootstrap.connect(host: host, port: port, channelInitializer: prepare)
    case .unix(let path):
      return try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: prepare)
    }
  }

  /// The message's fields, with those of the connection made anew.
  private static func framed(_ message: OutgoingMessage) -> [(name: String, value: [UInt8])] {
    message.fields.filter { field in
      !["content-length", "transfer-encoding", "connection"].contains(field.name.lowercased())
    } + [
      ("Content-Length", Array("\(message.body.count)".utf8)), ("Connection", Array("close".utf8)),
    ]
  }
}

/// Hands parts on to the decoder, which looks for what was asked, and takes bodies that may be files too.
private final class RequestParts: ChannelOutboundHandler {
  typealias OutboundIn = HTTPPart<HTTPRequestHead, ByteBuffer>
  typealias OutboundOut = HTTPClientRequestPart

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let part: HTTPClientRequestPart =
      switch unwrapOutboundIn(data) {
      case .head(let head): .head(head)
      case .body(let bytes): .body(.byteBuffer(bytes))
      case .end(let trailers): .end(trailers)
      }
    context.write(wrapOutboundOut(part), promise: promise)
  }
}

/// Writes a request whose head is given in bytes.
private final class RequestBytes: ChannelOutboundHandler {
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = ByteBuffer

  private let head: [UInt8]

  init(head: [UInt8]) {
    self.head = head
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head: context.write(wrapOutboundOut(ByteBuffer(bytes: head)), promise: promise)
    case .body(.byteBuffer(let bytes)): context.write(wrapOutboundOut(bytes), promise: promise)
    case .body, .end: context.write(wrapOutboundOut(ByteBuffer()), promise: promise)
    }
  }
}
