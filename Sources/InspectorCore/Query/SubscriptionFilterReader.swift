import CESQL
import CloudEvents

/// Reads filters of the Subscriptions API out of JSON text.
struct SubscriptionFilterReader {
  /// How many filters may stand in each other.
  private static let maximumDepth = 100
  private static let dialects = "exact, prefix, suffix, all, any, not or sql"

  private let bytes: UnsafeRawBufferPointer

  /// - Parameter bytes: must outlive the reader.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The filter, or the elements of the array.
  func parts() throws(SubscriptionFilterError) -> [SubscriptionFilter.Part] {
    let whole: JSONToken
    do {
      whole = try JSONScanner.scan(bytes)
    } catch {
      let (line, column) = error.position(in: bytes)
      throw SubscriptionFilterError(line: line, column: column, message: "this is no JSON: \(error)")
    }
    let tokens = whole.kind == .array ? JSONMembers.elements(of: whole, in: bytes) : [whole]
    var parts: [SubscriptionFilter.Part] = []
    for token in tokens {
      let filter = try filter(token, depth: 1)
      var text: [UInt8] = []
      JSONWriter.appendCompact(bytes[token.range], to: &text)
      parts.append(.init(text: String(decoding: text, as: UTF8.self), filter: filter))
    }
    return parts
  }

  private func filter(_ token: JSONToken, depth: Int) throws(SubscriptionFilterError) -> EventFilter {
    guard depth <= Self.maximumDepth else {
      throw wrong(token, "filters stand in each other more than \(Self.maximumDepth) deep")
    }
    guard token.kind == .object else {
      throw wrong(token, #"a filter is an object such as {"exact":{"type":"com.example.test"}}"#)
    }
    let found = members(of: token)
    guard found.count == 1, let (name, value) = found.first else {
      throw wrong(
        found.dropFirst().first?.name ?? token,
        "a filter has one member, its dialect: \(Self.dialects); here are \(found.count)")
    }
    let dialect = try text(name)
    switch dialect {
    case "exact": return try attributes(value, of: dialect) { .exact($0, $1) }
    case "prefix": return try attributes(value, of: dialect) { .prefix($0, $1) }
    case "suffix": return try attributes(value, of: dialect) { .suffix($0, $1) }
    case "all": return .all(try filters(value, of: dialect, depth: depth))
    case "any": return .any(try filters(value, of: dialect, depth: depth))
    case "not": return .not(try filter(value, depth: depth + 1))
    case "sql": return try expression(value)
    default: throw wrong(name, "\(quoted(name)) is no dialect; expected \(Self.dialects)")
    }
  }

  private func attributes(
    _ token: JSONToken, of dialect: String, _ make: (AttributeName, String) -> EventFilter
  ) throws(SubscriptionFilterError) -> EventFilter {
    let found = token.kind == .object ? members(of: token) : []
    guard !found.isEmpty else {
      throw wrong(token, "\(dialect) is an object of attributes and their values, one at least")
    }
    var filters: [EventFilter] = []
    for (name, value) in found {
      let attribute = AttributeName(unchecked: try text(name))
      guard attribute.isValid else {
        throw wrong(name, "\(quoted(name)) is no attribute's name; those have a-z and 0-9 only")
      }
      guard value.kind == .string, value.contents.count > 0 else {
        throw wrong(value, "an attribute is compared with a string that is not empty")
      }
      filters.append(make(attribute, try text(value)))
    }
    return .all(filters)
  }

  private func filters(
    _ token: JSONToken, of dialect: String, depth: Int
  ) throws(SubscriptionFilterError) -> [EventFilter] {
    let tokens = token.kind == .array ? JSONMembers.elements(of: token, in: bytes) : []
    guard !tokens.isEmpty else { throw wrong(token, "\(dialect) is an array of filters, one at least") }
    var filters: [EventFilter] = []
    for token in tokens { filters.append(try filter(token, depth: depth + 1)) }
    return filters
  }

  private func expression(_ token: JSONToken) throws(SubscriptionFilterError) -> EventFilter {
    guard token.kind == .string else { throw wrong(token, "sql is a string, a CESQL expression") }
    do {
      return .cesql(try CESQLExpression(try text(token)))
    } catch let error as CESQLParseError {
      throw wrong(token, "the expression is wrong at \(error)")
    } catch {
      throw error as? SubscriptionFilterError ?? wrong(token, "\(error)")
    }
  }

  /// The members of an object in text that has been scanned.
  private func members(of object: JSONToken) -> [(name: JSONToken, value: JSONToken)] {
    var scanner = JSONScanner(bytes, range: object.range.range)
    var found: [(name: JSONToken, value: JSONToken)] = []
    try? scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
      found.append((name, try scanner.value()))
    }
    return found
  }

  private func text(_ token: JSONToken) throws(SubscriptionFilterError) -> String {
    guard let unescaped = JSONString.unescaped(bytes[token.contents]) else {
      throw wrong(token, "the string has half of a surrogate pair, which is no character")
    }
    return String(decoding: unescaped, as: UTF8.self)
  }

  /// A string as it is written, in its quotes.
  private func quoted(_ token: JSONToken) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

  private func wrong(_ token: JSONToken, _ message: String) -> SubscriptionFilterError {
    let place = JSONError(.expected(message), at: Int(token.range.start)).position(in: bytes)
    return SubscriptionFilterError(line: place.line, column: place.column, message: message)
  }
}
