import InspectorCore
import Synchronization

/// Holds what arrives against an expectation, and says when the answer is known.
final class ExpectationSink: DeliverySink {
  private let state: Mutex<Expectation>
  private let store: EventStore
  private let onDecided: @Sendable () -> Void

  init(_ expectation: Expectation, store: EventStore, onDecided: @escaping @Sendable () -> Void) {
    state = Mutex(expectation)
    self.store = store
    self.onDecided = onDecided
  }

  /// What has come so far.
  var expectation: Expectation { state.withLock { $0 } }

  func reserve(_ received: ReceivedDelivery) -> Reservation? {
    // After the answer is known nothing more is acknowledged.
    if expectation.isDecided { return nil }
    return Reservation(fulfil: { self.take(received) })
  }

  private func take(_ received: ReceivedDelivery) {
    let isDecided = state.withLock { expectation in
      let isAnsweredWell = (200..<300).contains(received.status)
      for index in received.entries.indices where !received.dropped.contains(index) {
        received.withSubject(ofEntry: index, now: received.delivery.received) { event, bytes in
          store.hasSeen(event, in: bytes)
        } _: { subject in
          expectation.take(subject, isAccepted: isAnsweredWell && subject.isValid)
        }
      }
      return expectation.isDecided
    }
    if isDecided { onDecided() }
  }
}
