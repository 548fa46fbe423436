/// A sender's question whether it may send (Web Hooks 1.0.2, 4.1).
public struct WebhookHandshake: Sendable, Equatable {
  /// Who asks: `WebHook-Request-Origin`.
  public var origin: String
  /// How many requests a minute it wants to send; `nil` where it does not say.
  public var rate: String?
  /// The address that the user may call to grant it. Nothing here ever calls it.
  public var callback: String?

  public init(origin: String, rate: String? = nil, callback: String? = nil) {
    self.origin = origin
    self.rate = rate
    self.callback = callback
  }

  /// What the user is told.
  public var sentence: String {
    let granted = "\(origin) asked to send webhooks" + (rate.map { ", \($0) a minute," } ?? "") + " and may"
    return granted
      + (callback.map { "; to confirm it by its callback as well, open \(Secrets.maskingTarget($0))" } ?? "")
      + "."
  }
}
