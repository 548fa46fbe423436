import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// What is the same for every request of a connection, whatever protocol it speaks.
struct ConnectionSetting: Sendable {
  var transport: Delivery.Transport
  /// The other end, as it stands in a delivery.
  var peer: String
  var receiver: any DeliveryReceiver
  var limits: ListenerLimits
  var policy: HostPolicy
  var budget: BodyBudget
  /// The event formats that can be read.
  var formats = EventFormats.standard
  /// Set on a connection above the limit: its requests are read, shown, and told to come back later.
  var isShedding = false
  /// Set where HTTP came without TLS to an https address.
  var lacksTLS = false

  /// The machine for the connection's requests.
  var machine: RequestMachine {
    RequestMachine(
      limits: limits, policy: policy, isShedding: isShedding, lacksTLS: lacksTLS, formats: formats)
  }

  /// What a request amounts to.
  ///
  /// - Parameters:
  ///   - bytes: its head, then its body.
  ///   - head: the head as it lies in them, if it is known already.
  func delivery(
    _ bytes: [UInt8], headLength: Int, head: HTTPHead? = nil, at now: WallTime,
    refusal: Delivery.Refusal? = nil
  ) -> Delivery {
    Delivery(
      transport: transport, peer: peer, received: now, bytes: bytes, headLength: headLength, head: head,
      refusal: refusal)
  }
}
