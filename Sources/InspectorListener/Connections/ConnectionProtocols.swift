import InspectorCore
import NIOCore
import NIOSSL

/// Sets up what speaks on a connection.
enum ConnectionProtocols {
  /// For a TCP connection: HTTP/1.1, or HTTP/2 by prior knowledge.
  static func addPlain(to channel: any Channel, _ setting: ConnectionSetting) throws {
    let sniffer = ProtocolSniffer(takesLines: false, patience: setting.patience) { guess in
      try add(isHTTP2: guess == .http2, to: channel, setting)
    }
    try channel.pipeline.syncOperations.addHandler(sniffer)
  }

  /// For a TCP connection that must begin with TLS, where ALPN tells HTTP/2 from HTTP/1.1.
  static func addTLS(
    to channel: any Channel, _ identity: TLSIdentity, _ setting: ConnectionSetting
  ) throws {
    let sniffer = ProtocolSniffer(takesLines: false, patience: setting.limits.headerTimeout) { guess in
      guard guess == .tls else {
        var setting = setting
        (setting.transport, setting.lacksTLS) = (.http, true)
        return try add(isHTTP2: guess == .http2, to: channel, setting)
      }
      let tap = TLSAlertTap()
      try channel.pipeline.syncOperations.addHandlers([
        tap, NIOSSLServerHandler(context: identity.context),
        TLSHandshake(limit: setting.limits.headerTimeout, tap: tap) { isHTTP2 in
          try add(isHTTP2: isHTTP2, to: channel, setting)
        } onFailure: { reason in
          setting.receiver.failed(FailedConnection(peer: setting.peer, reason: reason))
        },
      ])
    }
    try channel.pipeline.syncOperations.addHandler(sniffer)
  }

  /// For a connection over a Unix socket: HTTP as over TCP, or NDJSON.
  static func addLocal(to channel: any Channel, _ setting: ConnectionSetting) throws {
    // Whoever writes lines may do so seldom.
    let sniffer = ProtocolSniffer(takesLines: true, patience: nil) { guess in
      if guess == .lines {
        try channel.pipeline.syncOperations.addHandler(LineConnection(setting))
      } else {
        try add(isHTTP2: guess == .http2, to: channel, setting)
      }
    }
    try channel.pipeline.syncOperations.addHandler(sniffer)
  }

  private static func add(isHTTP2: Bool, to channel: any Channel, _ setting: ConnectionSetting) throws {
    if isHTTP2 {
      try HTTP2Connection.add(to: channel, setting)
    } else {
      try HTTPConnection.add(to: channel, setting)
    }
  }
}

extension ConnectionSetting {
  /// How long the connection may stay silent.
  fileprivate var patience: Duration { isShedding ? limits.headerTimeout : limits.keepAlive }
}
