import CloudEvents
import CloudEventsHTTP
import InspectorCore
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// An opening handshake that is accepted (RFC 6455, 4.2; WebSockets binding 1.0.2, 1.4).
struct WebSocketHandshake: Equatable {
  /// Sec-WebSocket-Key.
  var key: String
  var subprotocol: WebSocketSubprotocol

  /// The answer that accepts it.
  func response(on channel: any Channel) -> EventLoopFuture<ByteBuffer> {
    // The upgrader knows how the key is answered.
    let upgrader = NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture(HTTPHeaders()) },
      upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
    let request = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: "/",
      headers: ["Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13"])
    let subprotocol = subprotocol
    return upgrader.buildUpgradeResponse(
      channel: channel, upgradeRequest: request, initialResponseHeaders: HTTPHeaders()
    ).map { headers in
      var text = "HTTP/1.1 101 Switching Protocols\r\n"
      for (name, value) in headers { text += "\(name): \(value)\r\n" }
      return ByteBuffer(string: text + "Sec-WebSocket-Protocol: \(subprotocol.name)\r\n\r\n")
    }
  }
}

extension RequestFacts {
  /// What speaks against an opening handshake.
  func webSocketFault(_ formats: EventFormats) -> TurnedAway? {
    if webSocketVersion != "13" { return .webSocketVersion(webSocketVersion ?? "") }
    guard let key = webSocketKey, key.utf8.count == 24, key.hasSuffix("==") else {
      return .webSocketKey(webSocketKey ?? "")
    }
    guard WebSocketSubprotocol.chosen(from: webSocketOffer ?? "", formats: formats) != nil else {
      return .webSocketSubprotocol(webSocketOffer ?? "", known: WebSocketSubprotocol.readable(by: formats))
    }
    return nil
  }
}
