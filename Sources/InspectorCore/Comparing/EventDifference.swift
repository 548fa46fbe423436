import CloudEvents

/// One thing in which two events differ.
public struct EventDifference: Sendable, Equatable {
  /// What differs.
  public enum Place: Sendable, Equatable {
    case attribute(String)
    /// A place in the data, as a JSON pointer; empty for the data as a whole.
    case data(String)
  }

  public var place: Place
  /// How it stands in the first event, as JSON; `nil` where it is not there.
  public var first: [UInt8]?
  /// How it stands in the second.
  public var second: [UInt8]?
  /// Whether the first is Base64 of data that is neither JSON nor text; likewise `isSecondBase64`.
  public var isFirstBase64 = false
  public var isSecondBase64 = false
}

/// Compares two events as what they are, not as they are written.
public struct EventComparison: Sendable {
  public let first: CloudEvent
  public let second: CloudEvent

  public init(first: CloudEvent, second: CloudEvent) {
    self.first = first
    self.second = second
  }

  /// All that differs: the attributes, then the data. Equal instants are equal times.
  public var differences: [EventDifference] {
    var found: [EventDifference] = []
    let names = first.attributes.map(\.name)
    for name in names + second.attributes.map(\.name).filter({ !names.contains($0) })
    where first[name] != second[name] {
      found.append(
        EventDifference(
          place: .attribute(name.rawValue), first: first[name].map(json), second: second[name].map(json)))
    }
    return found + dataDifferences
  }

  private func json(_ value: AttributeValue) -> [UInt8] {
    var json = JSONWriter()
    switch value {
    case .boolean(let value): json.boolean(value)
    case .integer(let value): json.integer(value)
    default: json.string(value.canonicalString)
    }
    return json.bytes
  }

  /// Data that is JSON on both sides is compared value by value, all other data byte by byte.
  private var dataDifferences: [EventDifference] {
    switch (first.data, second.data) {
    case (nil, nil):
      return []
    case (let left?, let right?):
      if left.bytes == right.bytes, isJSON(left, of: first) == isJSON(right, of: second) { return [] }
      if isJSON(left, of: first), isJSON(right, of: second) {
        return JSONComparison.differences(left.bytes, right.bytes)
      }
      return [difference(left, right)]
    case (let left, let right):
      return [difference(left, right)]
    }
  }

  private func difference(_ left: EventData?, _ right: EventData?) -> EventDifference {
    EventDifference(
      place: .data(""), first: left.map { shown($0, first) }, second: right.map { shown($0, second) },
      isFirstBase64: left.map { text($0, first) == nil } ?? false,
      isSecondBase64: right.map { text($0, second) == nil } ?? false)
  }

  /// Whether data is JSON, also where it came as Base64.
  private func isJSON(_ data: EventData, of event: CloudEvent) -> Bool {
    if case .json = data { return true }
    let isDeclared = event.datacontenttype == nil || event.contentType?.isJSON == true
    return isDeclared && data.bytes.withUnsafeBytes { JSONScanner.isValid($0) }
  }

  /// The data as JSON: a JSON value, a text, or Base64.
  private func shown(_ data: EventData, _ event: CloudEvent) -> [UInt8] {
    if let text = text(data, event) { return text }
    var json = JSONWriter()
    json.string(Base64.encode(data.bytes))
    return json.bytes
  }

  /// The data as a JSON value or a JSON string; `nil` where it is neither JSON nor text.
  private func text(_ data: EventData, _ event: CloudEvent) -> [UInt8]? {
    var json = JSONWriter()
    if isJSON(data, of: event) {
      data.bytes.withUnsafeBytes { json.compact($0) }
    } else if case .text(let bytes) = data, let text = String(validating: bytes, as: UTF8.self) {
      json.string(text)
    } else {
      return nil
    }
    return json.bytes
  }
}
