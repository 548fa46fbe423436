import Glibc
import InspectorCore
import NIOCore
import NIOPosix

/// HTTP over TCP, with TLS or without.
enum TCPTransport: Transport {
  static func serves(_ address: Address) -> Bool {
    if case .http = address { true } else { false }
  }

  static func bind(_ address: Address, in setting: TransportSetting) async throws(ListenerError)
    -> BoundTransport
  {
    guard case .http(let host, let port, _, let isTLS, _) = address else {
      throw .unavailable(address, reason: "it is no http:// or https:// address")
    }
    guard !isTLS || setting.options.tls != nil else {
      throw .unavailable(address, reason: "it needs a certificate and a key: --tls-cert and --tls-key")
    }
    guard host.lowercased() == "localhost" else {
      let channel = try await bind(host: host, port: port, for: address, in: setting)
      return BoundTransport(address: address.with(port: channel.localAddress?.port), channels: [channel])
    }
    // localhost is both loopback addresses with one port. Where any is wanted, one is sought that is free on
    // both.
    for _ in 0..<16 {
      let first = try await bind(host: "127.0.0.1", port: port, for: address, in: setting)
      let bound = address.with(port: first.localAddress?.port)
      do {
        let second = try await bind(
          host: "::1", port: first.localAddress?.port ?? port, for: address, in: setting)
        return BoundTransport(address: bound, channels: [first, second])
      } catch {
        if !error.isInUse { return BoundTransport(address: bound, channels: [first]) }
        try? await first.close()
        if port != 0 { throw error }
      }
    }
    throw .unavailable(address, reason: "no port was found that is free on both 127.0.0.1 and ::1")
  }

  /// Listens on a TCP socket that somebody else has bound.
  static func adopt(_ descriptor: Int32, isTLS: Bool, in setting: TransportSetting)
    async throws(ListenerError)
    -> BoundTransport
  {
    do {
      let channel = try await bootstrap(host: nil, isTLS: isTLS, in: setting)
        .withBoundSocket(descriptor).get()
      let local = channel.localAddress
      let address = Address.http(
        host: local?.ipAddress ?? "localhost", port: local?.port ?? 0, target: "/", isTLS: isTLS,
        userinfo: nil)
      return BoundTransport(address: address, channels: [channel])
    } catch {
      throw .inherited(descriptor: descriptor, reason: "it cannot be listened on (\(error))")
    }
  }

  /// - Parameter host: what is served by name besides the loopback names; nil: the socket is somebody else's.
  private static func bootstrap(host: String?, isTLS: Bool, in setting: TransportSetting) -> ServerBootstrap {
    let policy = host.map { setting.policy().serving($0) } ?? setting.policy()
    let isLoopback = host.map(HostPolicy.isLoopback) ?? false
    return ServerBootstrap(group: setting.group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            AcceptBackoffHandler(shouldForwardIOErrorCaught: false))
        }
      }
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        let admission = setting.admit(channel)
        if admission == .turnedAway || admission == .refused {
          // Over TLS nothing can be said before a handshake.
          if isTLS { return channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel) }
          return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
              TurningAway(isWaitedFor: admission == .turnedAway))
          }
        }
        return channel.eventLoop.makeCompletedFuture {
          // On a wildcard address each connection knows by which of the machine's addresses it came.
          let local = isLoopback ? nil : channel.localAddress?.ipAddress
          let connection = setting.connection(
            isTLS ? .https : .http, peer: peer(channel.remoteAddress),
            policy: local.map(policy.serving) ?? policy, isShedding: admission == .shed)
          if isTLS, let identity = setting.options.tls {
            try ConnectionProtocols.addTLS(to: channel, identity, connection)
          } else {
            try ConnectionProtocols.addPlain(to: channel, connection)
          }
        }
      }
  }

  private static func bind(
    host: String, port: Int, for address: Address, in setting: TransportSetting
  ) async throws(ListenerError) -> any Channel {
    do {
      let place = try SocketAddress.makeAddressResolvingHost(host, port: port)
      let bootstrap = bootstrap(host: host, isTLS: address.isTLS, in: setting)
      do {
        return try await bootstrap.bind(to: place).get()
      } catch let error as IOError where error.errnoCode == EADDRINUSE && place.isWildcardIPv6 {
        // [::] is IPv4 as well, unless somebody listens there already.
        let option = ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only)
        return try await bootstrap.serverChannelOption(option, value: 1).bind(to: place).get()
      }
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw .inUse(
        address.with(host: host), holder: PortHolder.find(port: port),
        suggestion: PortHolder.freePort(after: port, host: host).map { address.with(port: $0) })
    } catch let error as IOError {
      throw .unavailable(address.with(host: host), reason: reason(error, port: port))
    } catch {
      throw .unavailable(
        address, reason: "the host name cannot be resolved; use an IP address of this machine")
    }
  }

  private static func reason(_ error: IOError, port: Int) -> String {
    switch error.errnoCode {
    case EACCES: "port \(port) needs a privilege; use one from 1024 up"
    case EADDRNOTAVAIL: "this machine does not have that address; use one of its own, or localhost"
    default: String(cString: strerror(error.errnoCode))
    }
  }

  /// A peer as `127.0.0.1:51234` or `[::1]:51234`.
  static func peer(_ address: SocketAddress?) -> String {
    guard let address, let ip = address.ipAddress else { return "unknown" }
    return "\(Address.bracketed(ip)):\(address.port ?? 0)"
  }
}

extension SocketAddress {
  fileprivate var isWildcardIPv6: Bool { self.protocol == .inet6 && ipAddress == "::" }
}

extension Address {
  /// Whether it begins with `https://`.
  var isTLS: Bool {
    if case .http(_, _, _, let isTLS, _) = self { isTLS } else { false }
  }

  /// The same to listen on, with another port or host where they are known.
  fileprivate func with(host: String? = nil, port: Int? = nil) -> Address {
    guard case .http(let ownHost, let ownPort, _, let isTLS, _) = self else { return self }
    return .http(host: host ?? ownHost, port: port ?? ownPort, target: "/", isTLS: isTLS, userinfo: nil)
  }
}
