import CloudEvents

/// How a recording is sent again.
enum ReplayMode: String, CaseIterable {
  /// The bytes that were received.
  case asReceived = "as-received"
  case binary
  case structured
  case batched

  /// The content mode that events are written anew in; `nil` where their bytes are sent as they are.
  var contentMode: ContentMode? {
    switch self {
    case .asReceived: nil
    case .binary: .binary
    case .structured: .structured
    case .batched: .batched
    }
  }
}

/// How fast a recording is sent again.
enum ReplaySpeed: Equatable {
  /// With the gaps between the deliveries, divided by this.
  case times(Double)
  /// As fast as it goes.
  case max

  init?(_ text: String) {
    switch text {
    case "original": self = .times(1)
    case "max": self = .max
    default:
      guard let factor = Double(text.hasSuffix("x") ? String(text.dropLast()) : text), factor > 0,
        factor.isFinite
      else { return nil }
      self = .times(factor)
    }
  }
}
