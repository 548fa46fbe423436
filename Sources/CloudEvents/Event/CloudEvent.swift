/// An event: context attributes and, maybe, data (CloudEvents 1.0.2).
///
/// ```swift
/// var event = CloudEvent(id: "1", source: "/orders", type: "com.example.order.created")
/// event[.subject] = .string("order-17")
/// event.data = .json(Array(#"{"total":1.10}"#.utf8))
/// event.datacontenttype = "application/json"
/// ```
/// A value may break the rules, because an inspector shows and sends such events too: ask ``violations()``.
public struct CloudEvent: Sendable {
  /// The attributes that the specification defines and the extensions, in the order in which they were set.
  public private(set) var attributes: [(name: AttributeName, value: AttributeValue)] = []
  /// The data; `nil` where there is none, which is not the same as JSON's null.
  public var data: EventData?

  /// An event of version 1.0 with its required attributes. A source that is no URI-reference is kept as text.
  public init(id: String, source: String, type: String, data: EventData? = nil) {
    self[.specversion] = .string(SpecVersion.v1.description)
    self[.id] = .string(id)
    self[.source] = URIReference(source).map { .uriReference($0) } ?? .string(source)
    self[.type] = .string(type)
    self.data = data
  }

  /// An event with nothing set, which is not valid yet.
  public init() {}

  /// Attributes whose names differ, and data.
  package init(attributes: [(name: AttributeName, value: AttributeValue)], data: EventData?) {
    self.attributes = attributes
    self.data = data
  }

  /// An attribute's value; setting `nil` unsets it.
  public subscript(name: AttributeName) -> AttributeValue? {
    get { attributes.first { $0.name == name }?.value }
    set {
      let index = attributes.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): attributes[index].value = value
      case (let index?, nil): attributes.remove(at: index)
      case (nil, let value?): attributes.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Sets an attribute from its canonical string, with the type that the specification gives it; text that does not
  /// fit that type is kept as a String, and is a violation.
  public mutating func set(_ name: AttributeName, text: String) {
    let kind = SpecVersion.v1.kind(of: name) ?? .string
    self[name] = AttributeValue(text, as: kind) ?? .string(text)
  }

  /// `specversion` as text; empty where it is not set.
  public var specversion: String { self[.specversion]?.canonicalString ?? "" }
  /// `id`; empty where it is not set.
  public var id: String {
    get { self[.id]?.canonicalString ?? "" }
    set { self[.id] = .string(newValue) }
  }
  /// `source` as text; empty where it is not set.
  public var source: String {
    get { self[.source]?.canonicalString ?? "" }
    set { set(.source, text: newValue) }
  }
  /// `type`; empty where it is not set.
  public var type: String {
    get { self[.type]?.canonicalString ?? "" }
    set { self[.type] = .string(newValue) }
  }
  /// `subject`; `nil` where it is not set.
  public var subject: String? {
    get { self[.subject]?.canonicalString }
    set { self[.subject] = newValue.map { .string($0) } }
  }
  /// `time`, where it is set to a timestamp.
  public var time: Timestamp? {
    get { if case .timestamp(let time)? = self[.time] { time } else { nil } }
    set { self[.time] = newValue.map { .timestamp($0) } }
  }
  /// `datacontenttype` as it was written.
  public var datacontenttype: String? {
    get { self[.datacontenttype]?.canonicalString }
    set { self[.datacontenttype] = newValue.map { .string($0) } }
  }
  /// `dataschema` as it was written.
  public var dataschema: String? {
    get { self[.dataschema]?.canonicalString }
    set { if let newValue { set(.dataschema, text: newValue) } else { self[.dataschema] = nil } }
  }

  /// `datacontenttype` as a media type; JSON where it is not set and the data is JSON (JSON format, section 3.1).
  public var contentType: MediaType? {
    if let datacontenttype { return MediaType(datacontenttype) }
    if case .json? = data { return .json }
    return nil
  }

  /// The attributes that the specification does not define.
  public var extensions: [(name: AttributeName, value: AttributeValue)] {
    attributes.filter { SpecVersion.v1.kind(of: $0.name) == nil }
  }
}

extension CloudEvent: Equatable {
  /// Events are equal where they have the same attributes, in any order, and the same data.
  public static func == (left: CloudEvent, right: CloudEvent) -> Bool {
    left.attributes.count == right.attributes.count && left.data == right.data
      && left.attributes.allSatisfy { right[$0.name] == $0.value }
  }
}
