import Glibc
import InspectorCore
import NIOCore
import NIOPosix

/// Takes deliveries over HTTP and NDJSON, on TCP and Unix sockets, and hands them to a receiver.
///
/// Every delivery reaches the receiver on its connection's event loop, with its bytes as they came; those
/// that are refused for what their head says reach it too.
public final class Listener: Sendable {
  private let transports: [BoundTransport]
  private let registry: ConnectionRegistry

  private init(transports: [BoundTransport], registry: ConnectionRegistry) {
    self.transports = transports
    self.registry = registry
  }

  /// The addresses that are listened on, in the order they were given, with their real ports.
  public var bound: [Address] { transports.map(\.address) }

  /// Binds all addresses, or none, after the sockets that the process was started with. The error is one sentence that
  /// says who holds an address, where it can be known.
  public static func start(
    on addresses: [Address], inherited: [InheritedSocket] = [], options: ListenerOptions = ListenerOptions(),
    receiver: any DeliveryReceiver
  ) async throws(ListenerError) -> Listener {
    let registry = ConnectionRegistry(limit: options.limits.connections, descriptors: descriptorLimit())
    let setting = TransportSetting(
      group: MultiThreadedEventLoopGroup.singleton, options: options, receiver: receiver, registry: registry,
      budget: BodyBudget(limit: options.limits.unfinished))
    var transports: [BoundTransport] = []
    do {
      for socket in inherited { transports.append(try await socket.bind(in: setting)) }
      for address in addresses { transports.append(try await Transports.bind(address, in: setting)) }
    } catch {
      for transport in transports { await transport.close() }
      throw error
    }
    return Listener(transports: transports, registry: registry)
  }

  /// How many descriptors the process may have open.
  private static func descriptorLimit() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    return Int(clamping: limit.rlim_cur)
  }

  /// Stops accepting, finishes what is in flight, and closes.
  ///
  /// - Parameters:
  ///   - grace: how long what has begun to come may take until it is whole; the rest of it is not waited for.
  ///   - answering: how long the answers to what is whole may take after that.
  public func shutdown(grace: Duration, answering: Duration = .zero) async {
    for transport in transports { await transport.close() }
    let channels = registry.drain()
    guard let loop = channels.first?.eventLoop else { return }
    for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    let ends = [
      loop.scheduleTask(in: TimeAmount(grace)) {
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ArrivingEnds()) }
      },
      loop.scheduleTask(in: TimeAmount(grace + answering)) {
        for channel in channels { channel.close(promise: nil) }
      },
    ]
    try? await EventLoopFuture.andAllComplete(channels.map(\.closeFuture), on: loop).get()
    for end in ends { end.cancel() }
  }
}
