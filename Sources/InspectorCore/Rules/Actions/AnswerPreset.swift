/// Answers by which a sender can be tested, as the webhook specification has them (HTTP Webhook, section 2.2).
enum AnswerPreset: String, Sendable, CaseIterable {
  case throttled, gone, unsupported, unavailable, slow, flaky

  var answer: Answer {
    switch self {
    case .throttled: Answer(status: 429, headers: [("Retry-After", "5")])
    case .gone: Answer(status: 410)
    case .unsupported: Answer(status: 415)
    case .unavailable: Answer(status: 503, headers: [("Retry-After", "5")])
    case .slow: Answer(status: 202, delay: .seconds(5))
    case .flaky: Answer(status: 503, headers: [("Retry-After", "1")])
    }
  }

  /// How often it is given; `nil` for always.
  var probability: Double? { self == .flaky ? 0.3 : nil }
}
