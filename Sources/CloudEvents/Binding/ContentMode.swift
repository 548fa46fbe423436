/// How a message carries events (CloudEvents 1.0.2, Message).
public enum ContentMode: String, Sendable, CaseIterable {
  /// Attributes in headers, data in the body.
  case binary
  /// A whole event in the body, in an event format.
  case structured
  /// Several whole events in the body, in an event format's batch.
  case batched
}
