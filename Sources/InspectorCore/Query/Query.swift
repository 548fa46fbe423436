/// A question about events: terms that must all hold, such as `type:com.example.* -is:invalid "a phrase"`.
///
/// It is compiled once and then asked of any number of events.
public struct Query: Sendable, Equatable {
  /// The text that it was made from.
  public let text: String
  private let root: QueryNode

  /// Reads a query; the empty text holds for everything.
  public init(_ text: String) throws(QueryError) {
    self.text = text
    var parser = QueryParser(text)
    root = try parser.parse()
  }

  /// Whether it holds for everything because nothing is asked.
  public var isEmpty: Bool { root == .all([]) }

  /// Whether it holds for an event, or a delivery that is none.
  public func matches(_ subject: QuerySubject) -> Bool { root.matches(subject) }

  /// Whether the type alone decides, so that ``matches(type:)`` may be asked once for each type.
  public var dependsOnlyOnType: Bool { root.dependsOnlyOnType }

  /// Whether it holds for events of a type, where ``dependsOnlyOnType``.
  public func matches(type: String) -> Bool { root.matches(type: Array(type.utf8)) }

  /// Of the parts that must all hold those that do not, as they are written, with what stands there instead.
  public func failedParts(_ subject: QuerySubject) -> [FailedPart] {
    let characters = Array(text)
    return root.failures(subject).map { FailedPart(String(characters[$0.text]), $0.reason) }
  }

  /// Whether it can ask for deliveries that were refused, and not only for events.
  var asksAboutRefusals: Bool { root.asksAboutRefusals }

  /// Whether it asks what came before an event.
  var asksForDuplicates: Bool { root.asksForDuplicates }

  /// What stands, codings aside, in the bytes of everything for which it holds; `nil` where nothing is known.
  var required: Needle? { root.required }

  public static func == (left: Query, right: Query) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
}

/// A query's parts.
indirect enum QueryNode: Sendable, Equatable {
  case all([QueryNode])
  case any([QueryNode], text: Range<Int>)
  case not(QueryNode, text: Range<Int>)
  case term(QueryTerm, text: Range<Int>)

  func matches(_ subject: QuerySubject) -> Bool {
    switch self {
    case .all(let nodes): nodes.allSatisfy { $0.matches(subject) }
    case .any(let nodes, _): nodes.contains { $0.matches(subject) }
    case .not(let node, _): !node.matches(subject)
    case .term(let term, _): term.matches(subject)
    }
  }

  var dependsOnlyOnType: Bool {
    switch self {
    case .all(let nodes): !nodes.isEmpty && nodes.allSatisfy(\.dependsOnlyOnType)
    case .any(let nodes, _): nodes.allSatisfy(\.dependsOnlyOnType)
    case .not(let node, _): node.dependsOnlyOnType
    case .term(.attribute(.type, _), _): true
    case .term: false
    }
  }

  var asksForDuplicates: Bool {
    switch self {
    case .all(let nodes), .any(let nodes, _): nodes.contains(where: \.asksForDuplicates)
    case .not(let node, _): node.asksForDuplicates
    case .term(let term, _): term == .flag(.duplicate)
    }
  }

  var required: Needle? {
    switch self {
    case .all(let nodes): nodes.compactMap(\.required).max { $0.length < $1.length }
    case .term(let term, _): term.required
    case .any, .not: nil
    }
  }

  func matches(type: [UInt8]) -> Bool {
    switch self {
    case .all(let nodes): nodes.allSatisfy { $0.matches(type: type) }
    case .any(let nodes, _): nodes.contains { $0.matches(type: type) }
    case .not(let node, _): !node.matches(type: type)
    case .term(.attribute(.type, let pattern), _): type.withUnsafeBytes { pattern.matches($0) }
    case .term: false
    }
  }

  var asksAboutRefusals: Bool {
    switch self {
    case .all(let nodes), .any(let nodes, _): nodes.contains(where: \.asksAboutRefusals)
    case .not(let node, _): node.asksAboutRefusals
    case .term(.flag(let flag), _): flag == .valid || flag == .invalid || flag == .refused
    case .term(.status, _): true
    case .term: false
    }
  }

  /// Of the parts that must all hold those that do not: where they stand, and what stands there instead.
  func failures(_ subject: QuerySubject) -> [(text: Range<Int>, reason: String)] {
    switch self {
    case .all(let nodes):
      return nodes.flatMap { $0.failures(subject) }
    case .any(let nodes, let text):
      if matches(subject) { return [] }
      return [(text, nodes.flatMap { $0.failures(subject) }.map(\.reason).joined(separator: "; "))]
    case .not(let node, let text):
      guard node.matches(subject) else { return [] }
      if case .term(let term, _) = node { return [(text, term.state(in: subject, holds: true))] }
      return [(text, "what must not hold does")]
    case .term(let term, let text):
      return term.matches(subject) ? [] : [(text, term.state(in: subject, holds: false))]
    }
  }
}
