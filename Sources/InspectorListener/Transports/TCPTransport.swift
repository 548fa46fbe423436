import Glibc
import InspectorCore
import NIOCore
import NIOPosix

/// HTTP over TCP.
enum TCPTransport: Transport {
  static func serves(_ address: Address) -> Bool {
    if case .http(_, _, _, isTLS: false, _) = address { true } else { false }
  }

  static func bind(_ address: Address, in setting: TransportSetting) async throws(ListenerError)
    -> BoundTransport
  {
    guard case .http(let host, let port, _, _, _) = address else {
      throw .unavailable(address, reason: "it is no http:// address")
    }
    guard host.lowercased() == "localhost" else {
      let channel = try await bind(host: host, port: port, for: address, in: setting)
      return BoundTransport(address: named(host, channel), channels: [channel])
    }
    // localhost is both loopback addresses with one port. Where any is wanted, one is sought that is free on
    // both.
    for _ in 0..<16 {
      let first = try await bind(host: "127.0.0.1", port: port, for: address, in: setting)
      let bound = named(host, first)
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

  private static func named(_ host: String, _ channel: any Channel) -> Address {
    .http(host: host, port: channel.localAddress?.port ?? 0, target: "/", isTLS: false, userinfo: nil)
  }

  private static func bind(
    host: String, port: Int, for address: Address, in setting: TransportSetting
  ) async throws(ListenerError) -> any Channel {
    let policy = HostPolicy.isLoopback(host) ? setting.policy() : setting.policy().serving(host)
    let isLoopback = HostPolicy.isLoopback(host)
    let limits = setting.options.limits
    let bootstrap = ServerBootstrap(group: setting.group)
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
        channel.eventLoop.makeCompletedFuture {
          let admission = setting.registry.admit(channel)
          guard admission != .turnedAway else { throw ChannelError.ioOnClosedChannel }
          // On a wildcard address each connection knows by which of the machine's addresses it came.
          let local = isLoopback ? nil : channel.localAddress?.ipAddress
          try HTTPConnection.add(
            to: channel,
            setting: HTTPConnection.Setting(
              transport: .http, peer: peer(channel.remoteAddress), receiver: setting.receiver),
            limits: limits, policy: local.map(policy.serving) ?? policy, isShedding: admission == .shed)
        }
      }
    do {
      return try await bootstrap.bind(to: .makeAddressResolvingHost(host, port: port)).get()
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw .inUse(
        exact(address, host), holder: PortHolder.find(port: port),
        suggestion: PortHolder.freePort(after: port, host: host).map {
          .http(host: literal(address) ?? host, port: $0, target: "/", isTLS: false, userinfo: nil)
        })
    } catch let error as IOError {
      throw .unavailable(exact(address, host), reason: reason(error, port: port))
    } catch {
      throw .unavailable(
        address, reason: "the host name cannot be resolved; use an IP address of this machine")
    }
  }

  /// The one of localhost's two addresses that the error is about.
  private static func exact(_ address: Address, _ host: String) -> Address {
    guard case .http(_, let port, _, let isTLS, _) = address else { return address }
    return .http(host: host, port: port, target: "/", isTLS: isTLS, userinfo: nil)
  }

  private static func literal(_ address: Address) -> String? {
    if case .http(let host, _, _, _, _) = address { host } else { nil }
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
