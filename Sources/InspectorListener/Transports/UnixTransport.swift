import Glibc
import InspectorCore
import NIOCore
import NIOPosix

/// HTTP and NDJSON over a Unix socket that only its owner can open.
enum UnixTransport: Transport {
  static func serves(_ address: Address) -> Bool {
    switch address {
    case .unix, .unixNDJSON: true
    case .http: false
    }
  }

  static func bind(_ address: Address, in setting: TransportSetting) async throws(ListenerError)
    -> BoundTransport
  {
    let path: String
    switch address {
    case .unix(let given), .unixNDJSON(let given): path = given
    case .http: throw .unavailable(address, reason: "it is no unix: address")
    }
    let file = try UnixSocketFile(path: path, address: address)
    do {
      let channel = try await bootstrap(in: setting).withBoundSocket(file.takeDescriptor()).get()
      return BoundTransport(address: address, channels: [channel], cleanUp: { file.remove() })
    } catch {
      file.remove()
      throw .unavailable(address, reason: "the socket cannot be listened on (\(error))")
    }
  }

  /// Listens on a Unix socket that somebody else has bound, and will remove.
  static func adopt(_ descriptor: Int32, in setting: TransportSetting) async throws(ListenerError)
    -> BoundTransport
  {
    do {
      let channel = try await bootstrap(in: setting).withBoundSocket(descriptor).get()
      return BoundTransport(
        address: .unix(path: channel.localAddress?.pathname ?? ""), channels: [channel])
    } catch {
      throw .inherited(descriptor: descriptor, reason: "it cannot be listened on (\(error))")
    }
  }

  private static func bootstrap(in setting: TransportSetting) -> ServerBootstrap {
    let policy = setting.policy(checksHost: false)
    return ServerBootstrap(group: setting.group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            AcceptBackoffHandler(shouldForwardIOErrorCaught: false))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        let admission = setting.admit(channel)
        if admission == .turnedAway || admission == .refused {
          return channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
        }
        return peer(of: channel).flatMapThrowing { peer in
          try ConnectionProtocols.addLocal(
            to: channel, setting.connection(.unix, peer: peer, policy: policy, isShedding: admission == .shed)
          )
        }
      }
  }

  /// What SO_PEERCRED fills in.
  private struct Credentials: Sendable {
    var pid: Int32 = 0
    var uid: UInt32 = 0
    var gid: UInt32 = 0
  }

  /// `unix:uid=0,pid=123`.
  private static func peer(of channel: any Channel) -> EventLoopFuture<String> {
    guard let provider = channel as? any SocketOptionProvider else {
      return channel.eventLoop.makeSucceededFuture("unix:")
    }
    let credentials: EventLoopFuture<Credentials> = provider.unsafeGetSocketOption(
      level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
    return credentials.map { "unix:uid=\($0.uid),pid=\($0.pid)" }
  }
}
