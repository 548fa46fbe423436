import InspectorCore
import NIOCore

/// A way in: binds one kind of address and sets up the connections that come over it.
///
/// A new one is a file of its own and a line in `Transports.all`.
protocol Transport: Sendable {
  /// Whether an address is of this kind.
  static func serves(_ address: Address) -> Bool
  /// Binds an address, or throws and leaves nothing behind.
  static func bind(_ address: Address, in setting: TransportSetting) async throws(ListenerError)
    -> BoundTransport
}

/// The transports there are.
enum Transports {
  static let all: [any Transport.Type] = [
    TCPTransport.self,
    UnixTransport.self,
  ]

  static func bind(_ address: Address, in setting: TransportSetting) async throws(ListenerError)
    -> BoundTransport
  {
    guard let transport = all.first(where: { $0.serves(address) }) else {
      throw .unavailable(address, reason: "no transport here listens on such an address")
    }
    return try await transport.bind(address, in: setting)
  }
}

/// What every transport needs to set up its connections.
struct TransportSetting: Sendable {
  var group: any EventLoopGroup
  var options: ListenerOptions
  var receiver: any DeliveryReceiver
  var registry: ConnectionRegistry
  var budget: BodyBudget

  /// The policy that the options ask for, before the bound address is added.
  func policy(checksHost: Bool = true) -> HostPolicy {
    HostPolicy(
      allowedHosts: options.allowedHosts, allowedOrigins: options.allowedOrigins, checksHost: checksHost)
  }

  /// Counts a connection, and those that are too many by far.
  func admit(_ channel: any Channel) -> ConnectionRegistry.Admission {
    let admission = registry.admit(channel)
    if admission == .turnedAway || admission == .refused { receiver.turnedAway() }
    return admission
  }

  func connection(
    _ transport: Delivery.Transport, peer: String, policy: HostPolicy, isShedding: Bool
  ) -> ConnectionSetting {
    ConnectionSetting(
      transport: transport, peer: peer, receiver: receiver, limits: options.limits, policy: policy,
      budget: budget, formats: options.formats, isShedding: isShedding)
  }
}

/// An address that is listened on.
struct BoundTransport: Sendable {
  /// The address as it was asked for, with the real port.
  var address: Address
  var channels: [any Channel]
  /// Takes away what is left in the file system; called once, when nothing is accepted any more.
  var cleanUp: @Sendable () -> Void = {}

  /// Stops accepting.
  func close() async {
    for channel in channels { try? await channel.close() }
    cleanUp()
  }
}
