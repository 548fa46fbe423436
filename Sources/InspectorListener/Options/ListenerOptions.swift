import CloudEvents

/// How a listener behaves: its limits, and whom it serves.
public struct ListenerOptions: Sendable {
  public var limits: ListenerLimits
  /// Host names served besides the loopback ones and the address that is listened on; `*` is every one.
  public var allowedHosts: [String]
  /// Origins served besides those of allowed hosts, such as `https://app.example.com`; `*` is every one.
  public var allowedOrigins: [String]
  /// The event formats that can be read: a WebSocket is opened only for these.
  public var formats = EventFormats.standard
  /// Who the listener is on https addresses.
  public var tls: TLSIdentity?

  public init(
    limits: ListenerLimits = ListenerLimits(), allowedHosts: [String] = [], allowedOrigins: [String] = [],
    tls: TLSIdentity? = nil
  ) {
    self.limits = limits
    self.allowedHosts = allowedHosts
    self.allowedOrigins = allowedOrigins
    self.tls = tls
  }
}
