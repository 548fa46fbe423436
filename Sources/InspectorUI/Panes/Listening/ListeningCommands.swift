import InspectorCore

/// What can be done while nothing is listened on, because somebody else has an address.
struct ListeningCommands: Layer {
  static let scope = Scope.notListening

  static let bindings = [KeyBinding(scope, "R", .listen)]

  func reason(against command: Command, in model: Model) -> String? {
    guard command == .listen, model.notListening == nil else { return nil }
    return "It is listening already."
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    guard command == .listen else { return nil }
    model.message = Message(.info, "Trying to listen …")
    return [.listen]
  }
}

extension Scope {
  public static let notListening = Scope("not-listening", title: "While nothing is listened on")
}

extension Model {
  /// Says why nothing is listened on, for as long as that is so.
  ///
  /// - Parameter reason: what failed, why, where, and what would be right, without a full stop.
  public mutating func cannotListen(_ reason: String) {
    let isNews = notListening != nil || live.counters.entries > 0
    let again = key(.listen, in: .notListening)
    let whole = Message(.error, "\(reason.capitalizedFirst). \(again) tries again.")
    notListening = reason
    alarm = Message(.error, "Nothing is listened on; \(again) tries again, \(key(.log)) says why.")
    // At first it stands in the middle of the screen.
    message = isNews ? whole : nil
    if !isNews { note(whole) }
  }

  /// Takes note that it is listened, on these addresses.
  mutating func listens(on addresses: [String]) {
    self.addresses = addresses
    notListening = nil
    alarm = nil
    message = Message(.ok, "Listening on \(addresses.joined(separator: " and ")).")
  }
}
