import CloudEvents
import InspectorCore
import NIOCore
import NIOHTTP1
import NIOPosix

/// One attempt over HTTP without TLS through a proxy, which gets the whole URL as the target (RFC 9112, 3.2.2).
///
/// The client library would ask the proxy for a tunnel, which many refuse to ports other than 443. Each message has a
/// connection of its own.
struct ProxySending: Sendable {
  typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPPart<HTTPRequestHead, ByteBuffer>>

  private let options: SenderOptions

  init(_ options: SenderOptions) {
    self.options = options
  }

  /// - Parameters:
  ///   - url: the request's target, absolute.
  ///   - headers: all header fields, but for those of the connection.
  func send(
    method: String, url: String, headers: HTTPHeaders, body: [UInt8], through proxy: ProxySettings.Proxy
  ) async throws -> SendResult {
    let start = ContinuousClock.now
    let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(TimeAmount(min(options.timeout, .seconds(10))))
      .connect(host: proxy.host, port: proxy.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(RequestParts())
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
    let head = HTTPRequestHead(
      version: .http1_1, method: HTTPMethod(rawValue: method), uri: url,
      headers: fields(headers, bodyCount: body.count, proxy: proxy))
    let limit = options.maxAnswer
    let channel = connection.channel
    let end = channel.eventLoop.scheduleTask(in: TimeAmount(options.timeout)) { channel.close(promise: nil) }
    defer { end.cancel() }
    return try await connection.executeThenClose { inbound, outbound in
      try await outbound.write(.head(head))
      if !body.isEmpty { try await outbound.write(.body(ByteBuffer(bytes: body))) }
      try await outbound.write(.end(nil))
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
      throw ContinuousClock.now - start >= options.timeout ? ChannelError.ioOnClosedChannel : ChannelError.eof
    }
  }

  private func fields(_ given: HTTPHeaders, bodyCount: Int, proxy: ProxySettings.Proxy) -> HTTPHeaders {
    var fields = given
    fields.replaceOrAdd(name: "Content-Length", value: "\(bodyCount)")
    fields.replaceOrAdd(name: "Connection", value: "close")
    if let userinfo = proxy.userinfo {
      let text = HTTPSending.unescaped(userinfo[...])
      fields.replaceOrAdd(
        name: "Proxy-Authorization",
        value: "Basic \(Base64.encode(text.utf8))")
    }
    return fields
  }
}

/// Hands parts on to the encoder, which takes bodies that may be files too.
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
