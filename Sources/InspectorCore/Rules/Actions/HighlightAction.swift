/// Shows the event's row in another style; with several rules the last one counts.
struct HighlightAction: RuleAction {
  static let key = "highlight"
  static let help = "a theme's role for the row, or warning, error, ok or info"
  static let example = #"highlight = "warning""#

  private let role: String

  let isConstant = true
  static let actsOnRefused = true

  init?(_ value: RuleValue) {
    guard let role = value.text(as: #"the name of a theme's role, such as "warning""#) else { return nil }
    if let known = value.reader.highlights, !known.contains(role) {
      let guess = nearest(role, in: known).map { "did you mean \($0)?" } ?? "such as warning or event.failed"
      value.refuse("\(role) is no role of a theme; \(guess)")
      return nil
    }
    self.role = role
  }

  func act(on event: RuledEvent) -> Bool {
    event.verdict.outcome.highlight = role
    return true
  }
}
