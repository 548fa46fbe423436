import CloudEvents
import InspectorCore

/// Events that have something in common, in the order of time.
struct RelatedEvents: Sendable {
  /// One of them.
  struct Member: Sendable {
    var number: UInt64
    var received: WallTime
    var type: String
    var source: String
    var id: String
    var isValid: Bool
    /// How deep it stands under the events that caused it.
    var depth = 0
  }

  /// What they have in common, such as `trace 4bf92f35…`.
  var title: String
  var members: [Member]

  /// How many entries are looked at, the newest first.
  private static let reach: UInt64 = 5000

  /// What an event has in common with others: its trace, its correlation, its subject.
  private enum Link: CaseIterable {
    case trace, correlation, subject

    func key(of event: CloudEvent) -> String? {
      switch self {
      case .trace:
        let parts = event[AttributeName(unchecked: "traceparent")]?.canonicalString.split(separator: "-")
        return parts.flatMap { $0.count >= 2 && $0[1].utf8.count == 32 ? String($0[1]) : nil }
      case .correlation:
        return event[AttributeName(unchecked: "correlationid")]?.canonicalString
      case .subject: return event.subject
      }
    }

    func title(_ key: String) -> String {
      switch self {
      case .trace: "trace \(key)"
      case .correlation: "correlation \(key)"
      case .subject: "subject \(key)"
      }
    }
  }

  /// The groups that an event is in, each with at least one other.
  static func groups(
    of event: CloudEvent, _ entry: Entry, in snapshot: StoreSnapshot, from start: UInt64
  ) -> [RelatedEvents] {
    let keys = Link.allCases.compactMap { link in link.key(of: event).map { (link, $0) } }
    guard !keys.isEmpty else { return [] }
    var members: [[(Member, cause: String?)]] = keys.map { _ in [] }
    // Around the event where there are more than can be looked at.
    let first = max(max(snapshot.first, start), entry.number > reach ? entry.number - reach : 0)
    // What was set aside is looked at besides.
    let end = min(snapshot.next, max(first + reach, entry.number + 1) + reach)
    let aside = snapshot.setAside.filter { $0 >= start && $0 < first }
    for number in aside + Array(first..<max(first, end)) {
      let other = snapshot[number]
      guard let candidate = other.event, !candidate.attributes.isEmpty else { continue }
      for (index, (link, key)) in keys.enumerated()
      where link.key(of: candidate).map({ $0.utf8.elementsEqual(key.utf8) }) == true {
        let cause =
          candidate[AttributeName(unchecked: "causationid")]?.canonicalString
          ?? candidate[AttributeName(unchecked: "parentid")]?.canonicalString
        members[index].append(
          (
            Member(
              number: number, received: other.received, type: other.type, source: other.source,
              id: candidate.id, isValid: other.isValid), cause
          ))
      }
    }
    return zip(keys, members).filter { $0.1.count > 1 }.map { key, members in
      RelatedEvents(title: key.0.title(key.1), members: tree(members))
    }
  }

  /// What was caused stands under its cause, all else in the order of time.
  private static func tree(_ members: [(Member, cause: String?)]) -> [Member] {
    let ids = members.map { Array($0.0.id.utf8) }
    var children: [Int: [Int]] = [:]
    var roots: [Int] = []
    for (index, member) in members.enumerated() {
      let parent = member.cause.flatMap { cause in ids.firstIndex { $0.elementsEqual(cause.utf8) } }
      if let parent, parent < index {
        children[parent, default: []].append(index)
      } else {
        roots.append(index)
      }
    }
    var ordered: [Member] = []
    var stack = roots.reversed().map { ($0, 0) }
    while let (index, depth) = stack.popLast() {
      var member = members[index].0
      member.depth = min(depth, 12)
      ordered.append(member)
      for child in (children[index] ?? []).reversed() { stack.append((child, depth + 1)) }
    }
    return ordered
  }
}
