import CloudEvents

/// The header fields that decide what becomes of a request. All others are only the event's.
enum RequestField {
  case host, connection, proxyConnection, upgrade, expect, contentLength, transferEncoding, contentEncoding
  case origin, secFetchSite
  case webhookOrigin, webhookRate, webhookCallback
  case webSocketKey, webSocketVersion, webSocketProtocol

  /// The field with a name, in any case; `nil` where it decides nothing. A name is compared only where its length fits.
  init?(_ name: UnsafeRawBufferPointer) {
    switch name.count {
    case 4 where name.equalsIgnoringCase("host"): self = .host
    case 6 where name.equalsIgnoringCase("origin"): self = .origin
    case 6 where name.equalsIgnoringCase("expect"): self = .expect
    case 7 where name.equalsIgnoringCase("upgrade"): self = .upgrade
    case 10 where name.equalsIgnoringCase("connection"): self = .connection
    case 14 where name.equalsIgnoringCase("content-length"): self = .contentLength
    case 14 where name.equalsIgnoringCase("sec-fetch-site"): self = .secFetchSite
    case 16 where name.equalsIgnoringCase("content-encoding"): self = .contentEncoding
    case 16 where name.equalsIgnoringCase("proxy-connection"): self = .proxyConnection
    case 17 where name.equalsIgnoringCase("sec-websocket-key"): self = .webSocketKey
    case 17 where name.equalsIgnoringCase("transfer-encoding"): self = .transferEncoding
    case 20 where name.equalsIgnoringCase("webhook-request-rate"): self = .webhookRate
    case 21 where name.equalsIgnoringCase("sec-websocket-version"): self = .webSocketVersion
    case 22 where name.equalsIgnoringCase("sec-websocket-protocol"): self = .webSocketProtocol
    case 22 where name.equalsIgnoringCase("webhook-request-origin"): self = .webhookOrigin
    case 24 where name.equalsIgnoringCase("webhook-request-callback"): self = .webhookCallback
    default: return nil
    }
  }
}
