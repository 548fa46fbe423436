import Synchronization

/// Why the listener itself turned deliveries away, by the number of their entries.
///
/// Shared by the store and its snapshots rather than copied, so that a flood of refusals costs no more than itself.
final class RefusalTable: Sendable {
  private let refusals = Mutex<[UInt64: Delivery.Refusal]>([:])

  subscript(number: UInt64) -> Delivery.Refusal? {
    get { refusals.withLock { $0[number] } }
    set { refusals.withLock { $0[number] = newValue } }
  }

  func removeAll() { refusals.withLock { $0 = [:] } }
}
