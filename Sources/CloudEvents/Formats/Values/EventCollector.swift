/// Collects an event value by value, for formats whose bytes are no text to point into.
package struct EventCollector {
  /// How many attributes of one event are kept. Each takes many times the memory that it takes in a compact format.
  package static let maximumAttributes = 10_000

  package var data: EventData?
  package var violations: [Violation] = []
  private var attributes: [(name: AttributeName, value: AttributeValue)] = []
  private var names: Set<AttributeName> = []
  private let duplicate: ConformanceRule
  private var isFull = false

  /// - Parameter duplicate: the rule that an attribute breaks which stands more than once.
  package init(duplicate: ConformanceRule) {
    self.duplicate = duplicate
  }

  /// Takes an attribute; one whose name has come before is a violation.
  package mutating func put(_ name: AttributeName, _ value: AttributeValue) {
    guard isFirst(name) else { return }
    attributes.append((name, value))
  }

  /// Takes an attribute as the type that the specification gives it; text that does not fit is kept as a String, which
  /// the validator then finds.
  package mutating func put(_ name: AttributeName, text: String) {
    put(name, AttributeValue(text, as: SpecVersion.v1.kind(of: name) ?? .string) ?? .string(text))
  }

  /// Notes a name, also of an attribute whose value is unset; whether it is the first of that name.
  @discardableResult
  package mutating func isFirst(_ name: AttributeName) -> Bool {
    if names.count == Self.maximumAttributes, !names.contains(name) {
      if !isFull { report(.attributeCount, .message, Self.tooMany) }
      isFull = true
      return false
    }
    guard names.insert(name).inserted else {
      report(
        duplicate, .attribute(name.rawValue.label),
        "\(name.rawValue.label) stands more than once; it must stand only once.")
      return false
    }
    return true
  }

  package static let tooMany =
    "The event has more than \(maximumAttributes) attributes; no more are looked at."

  package mutating func report(_ rule: ConformanceRule, _ location: Violation.Location, _ message: String) {
    guard violations.count < Validator.maximumViolations else { return }
    violations.append(Violation(rule, location, message))
  }

  /// The value of an attribute that has been taken.
  package subscript(name: AttributeName) -> AttributeValue? {
    names.contains(name) ? attributes.first { $0.name == name }?.value : nil
  }

  /// `datacontenttype` as a media type; `nil` where it is not there or is none.
  package var contentType: MediaType? {
    self[.datacontenttype].flatMap { MediaType($0.canonicalString) }
  }

  /// What was collected, checked.
  package func finished(extent: ByteRange) -> DecodedEvent {
    DecodedEvent(
      event: CloudEvent(attributes: attributes, data: data), extent: extent, violations: violations)
  }
}
