import InspectorCore

/// Why a listener could not start; its description is the sentence for the user.
public enum ListenerError: Error, Equatable, CustomStringConvertible {
  /// Somebody has the port or the socket already. `suggestion` is an address that is free.
  case inUse(Address, holder: String?, suggestion: Address?)
  /// There is something at a Unix socket's path that is no socket.
  case notASocket(path: String, kind: String)
  /// The address cannot be listened on; the reason is a clause.
  case unavailable(Address, reason: String)
  /// A socket that the process was started with cannot be listened on; the reason is a clause.
  case inherited(descriptor: Int32, reason: String)

  /// Whether the address is taken by somebody else.
  public var isInUse: Bool {
    if case .inUse = self { true } else { false }
  }

  public var description: String {
    switch self {
    case .inUse(let address, let holder, let suggestion):
      "cannot listen on \(address): the address is in use" + (holder.map { " by \($0)" } ?? "")
        + (suggestion.map { "; try \($0)" } ?? "")
    case .notASocket(let path, let kind):
      "cannot listen on unix:\(path): there is \(kind) at that path; choose another path"
    case .unavailable(let address, let reason):
      "cannot listen on \(address): \(reason)"
    case .inherited(let descriptor, let reason):
      "cannot listen on the socket that was passed as descriptor \(descriptor): \(reason)"
    }
  }
}
