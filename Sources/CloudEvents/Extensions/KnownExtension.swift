/// An extension that the CloudEvents project documents: its attributes, what it asks of them, and what they say.
///
/// Its rules are warnings, whatever words the document uses: support is optional, and "the attributes have no official
/// standing" (cloudevents/extensions/README.md).
public struct KnownExtension: Sendable {
  /// One attribute.
  public struct Attribute: Sendable {
    /// Its name.
    public let name: AttributeName
    /// Its type. In a header each value is text, so that text which stands for a value of this type is right too.
    public let kind: AttributeValue.Kind
    /// Whether an event that uses the extension must have it.
    public let isRequired: Bool
    /// What is wrong with a value of the right type, in words that follow the attribute's name; `nil` where nothing is.
    let fault: @Sendable (String) -> String?
    /// What a value says, in a few words.
    let explain: @Sendable (Explanation) -> String?

    init(
      _ name: AttributeName, _ kind: AttributeValue.Kind, isRequired: Bool = false,
      fault: @escaping @Sendable (String) -> String? = { _ in nil },
      explain: @escaping @Sendable (Explanation) -> String?
    ) {
      self.name = name
      self.kind = kind
      self.isRequired = isRequired
      self.fault = fault
      self.explain = explain
    }
  }

  /// What an explanation is made of.
  struct Explanation {
    /// The value as text.
    var text: String
    /// All of the event.
    var event: CloudEvent
    /// The moment for which it is explained.
    var now: Timestamp
  }

  /// What it is called, such as `Distributed Tracing`.
  public let title: String
  /// The rule that its violations break.
  public let rule: ConformanceRule
  /// Its attributes.
  public let attributes: [Attribute]
  /// What is wrong with attributes together: the name of one, and words that follow it.
  let faults: @Sendable (ExtensionValues) -> [(name: AttributeName, fault: String)]

  init(
    _ title: String, _ rule: ConformanceRule, _ attributes: [Attribute],
    faults: @escaping @Sendable (ExtensionValues) -> [(name: AttributeName, fault: String)] = { _ in [] }
  ) {
    self.title = title
    self.rule = rule
    self.attributes = attributes
    self.faults = faults
  }

  /// Every documented extension: a new one is a file beside this one and a line here.
  public static let all: [KnownExtension] = [
    distributedTracing, dataref, sampling, sequence, partitioning, severity, authContext, expiryTime,
    recordedTime,
    correlation, dataClassification, deprecation, businessActivity, opcUA,
  ]

  /// The extension that documents an attribute, and that attribute.
  public static func documenting(
    _ name: AttributeName
  ) -> (extension: KnownExtension, attribute: Attribute)? {
    let text = Array(name.rawValue.utf8)
    return text.withUnsafeBytes { place(of: $0) }.map {
      (all[$0.extension], all[$0.extension].attributes[$0.attribute])
    }
  }

  /// Where an attribute stands in the table.
  struct Place {
    /// The attribute's name.
    var name: [UInt8]
    var `extension`: Int
    var attribute: Int
  }

  /// The places by the lengths of their names, so that most names are told from all of them by one look.
  private static let places: [[Place]] = {
    var places = [[Place]](repeating: [], count: 32)
    for (index, known) in all.enumerated() {
      for (number, attribute) in known.attributes.enumerated() {
        let bytes = Array(attribute.name.rawValue.utf8)
        places[bytes.count].append(Place(name: bytes, extension: index, attribute: number))
      }
    }
    return places
  }()

  /// Where an attribute stands by its name in lower case, whatever the case of the bytes; `nil` for an unknown one.
  static func place(of name: UnsafeRawBufferPointer) -> Place? {
    guard name.count < places.count else { return nil }
    return places[name.count].first { place in
      place.name.indices.allSatisfy { name[$0].asciiLowercased == place.name[$0] }
    }
  }
}

extension CloudEvent {
  /// What an attribute says by the extension that documents it, in a few words for people, such as `1 of 30 events was
  /// sent`; `nil` for an attribute that no extension documents, and for a value that does not follow it.
  ///
  /// - Parameters:
  ///   - name: the attribute's name.
  ///   - now: the moment to which times are compared.
  public func explanation(of name: AttributeName, now: Timestamp) -> String? {
    guard let value = self[name], let (_, attribute) = KnownExtension.documenting(name) else { return nil }
    let text = value.canonicalString
    guard AttributeValue(text, as: attribute.kind) != nil, attribute.fault(text) == nil else { return nil }
    return attribute.explain(KnownExtension.Explanation(text: text, event: self, now: now))
  }

  /// The extensions that the event uses, in the order of the table.
  public var knownExtensions: [KnownExtension] {
    KnownExtension.all.filter { known in known.attributes.contains { self[$0.name] != nil } }
  }

  // MARK: Values of documented extensions, whichever way they were written

  func text(_ name: AttributeName) -> String? { self[name]?.canonicalString }
  func integer(_ name: AttributeName) -> Int32? {
    if case .integer(let value)? = text(name).flatMap({ AttributeValue($0, as: .integer) }) {
      value
    } else {
      nil
    }
  }
  func boolean(_ name: AttributeName) -> Bool? {
    if case .boolean(let value)? = text(name).flatMap({ AttributeValue($0, as: .boolean) }) {
      value
    } else {
      nil
    }
  }
  func timestamp(_ name: AttributeName) -> Timestamp? { text(name).flatMap { Timestamp($0) } }
  func uri(_ name: AttributeName) -> URI? { text(name).flatMap { URI($0) } }
  func uriReference(_ name: AttributeName) -> URIReference? { text(name).flatMap { URIReference($0) } }

  mutating func setText(_ name: AttributeName, _ value: String?) { self[name] = value.map { .string($0) } }
  mutating func setTimestamp(_ name: AttributeName, _ value: Timestamp?) {
    self[name] = value.map { .timestamp($0) }
  }
}
