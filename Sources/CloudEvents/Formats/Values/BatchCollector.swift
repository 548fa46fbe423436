/// Collects the members of a batch, for formats that bring their own bytes for each.
package struct BatchCollector {
  private var batch = DecodedBatch(events: [])
  private var wrong = 0
  private var count = 0
  private var specversion: String?
  private let rule: ConformanceRule

  /// - Parameter rule: what a batch with too many wrong members breaks.
  package init(rule: ConformanceRule) {
    self.rule = rule
  }

  /// Whether further members are only counted.
  package var isFull: Bool { wrong >= DecodedBatch.maximumWrongMembers }

  /// Takes the next member, which is decoded only where it is looked at.
  package mutating func put(_ member: () -> DecodedEvent) {
    defer { count += 1 }
    guard !isFull else { return }
    var member = member()
    let own = member.ownBytes?.withUnsafeBytes { member.encoded.specversion.text(in: $0) } ?? ""
    if let specversion {
      if !own.isEmpty, !own.utf8.elementsEqual(specversion.utf8) {
        member.violations.append(.otherSpecversion)
      }
    } else if !own.isEmpty {
      specversion = own
    }
    for index in member.violations.indices { member.violations[index].index = count }
    if !member.isValid { wrong += 1 }
    batch.events.append(member)
  }

  /// The batch, with what is wrong with it as a whole.
  package func finished(violations: [Violation] = []) -> DecodedBatch {
    var batch = batch
    batch.violations = violations
    if count > batch.events.count {
      batch.violations.append(.unseenMembers(rule, wrong: wrong, unseen: count - batch.events.count))
    }
    return batch
  }
}

extension DecodedBatch {
  /// How many wrong members are described; a batch with more is refused all the same.
  package static let maximumWrongMembers = 10_000
}

extension Violation {
  /// A member of a batch has another specversion than those before it.
  static let otherSpecversion = Violation(
    .batchSpecversion, .attribute("specversion"),
    "specversion is another than that of the members before it; all members of a batch must have the same.")

  /// A batch has more wrong members than are described.
  static func unseenMembers(_ rule: ConformanceRule, wrong: Int, unseen: Int) -> Violation {
    Violation(rule, .message, "\(wrong) members are wrong; the \(unseen) after them were not looked at.")
  }
}
