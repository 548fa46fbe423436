/// Gives the event tags, which `tag:` finds.
struct TagAction: RuleAction {
  static let key = "tag"
  static let help = "tags for the event, which the query tag: finds"
  static let example = #"tag = "orders""#

  private let tags: [String]

  let isConstant = true
  static let actsOnRefused = true

  init?(_ value: RuleValue) {
    guard let tags = value.texts(orOneAs: #"a text or an array of them, such as "orders""#) else {
      return nil
    }
    self.tags = tags
  }

  func act(on event: RuledEvent) -> Bool {
    for tag in tags where !event.verdict.outcome.tags.contains(where: { $0.utf8.elementsEqual(tag.utf8) }) {
      event.verdict.outcome.tags.append(tag)
      // The rules after this one can ask for it.
      event.subject.tags.append(tag)
    }
    return true
  }
}
