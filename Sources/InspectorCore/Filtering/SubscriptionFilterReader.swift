import CESQL
import CloudEvents

/// Makes filters of what is written, in JSON or TOML.
struct SubscriptionFilterReader<Place: Sendable> {
  typealias Source = FilterSource<Place>
  typealias Fault = FilterFault<Place>

  /// How many filters may stand in each other.
  private let maximumDepth = 100
  private let dialects = "exact, prefix, suffix, all, any, not or sql"

  /// The filter, or the elements of the list; those of `all` count as elements.
  func parts(_ source: Source) throws(Fault) -> [SubscriptionFilter.Part] {
    guard case .list(let elements) = source.content else { return try part(source) }
    var parts: [SubscriptionFilter.Part] = []
    for element in elements { parts += try part(element) }
    return parts
  }

  private func part(_ source: Source) throws(Fault) -> [SubscriptionFilter.Part] {
    let whole = try filter(source, depth: 1)
    if case .table(let members) = source.content, members.first?.name == "all",
      case .list(let elements)? = members.first?.value.content, case .all(let filters) = whole
    {
      return zip(elements, filters).map { .init(text: $0.json, filter: $1) }
    }
    return [.init(text: source.json, filter: whole)]
  }

  private func filter(_ source: Source, depth: Int) throws(Fault) -> EventFilter {
    guard depth <= maximumDepth else {
      throw Fault(place: source.place, message: "filters stand in each other more than \(maximumDepth) deep")
    }
    guard case .table(let members) = source.content else {
      throw Fault(
        place: source.place, message: #"a filter is an object such as {"exact":{"type":"com.example.test"}}"#)
    }
    guard members.count == 1, let member = members.first else {
      throw Fault(
        place: members.dropFirst().first?.place ?? source.place,
        message: "a filter has one member, its dialect: \(dialects); here are \(members.count)")
    }
    let value = member.value
    switch member.name {
    case "exact": return try attributes(value, of: member.name) { .exact($0, $1) }
    case "prefix": return try attributes(value, of: member.name) { .prefix($0, $1) }
    case "suffix": return try attributes(value, of: member.name) { .suffix($0, $1) }
    case "all": return .all(try filters(value, of: member.name, depth: depth))
    case "any": return .any(try filters(value, of: member.name, depth: depth))
    case "not": return .not(try filter(value, depth: depth + 1))
    case "sql": return try expression(value)
    default:
      throw Fault(
        place: member.place, message: "\"\(member.name)\" is no dialect; expected \(dialects)")
    }
  }

  private func attributes(
    _ source: Source, of dialect: String, _ make: (AttributeName, String) -> EventFilter
  ) throws(Fault) -> EventFilter {
    guard case .table(let members) = source.content, !members.isEmpty else {
      throw Fault(
        place: source.place, message: "\(dialect) is an object of attributes and their values, one at least")
    }
    var filters: [EventFilter] = []
    for member in members {
      let attribute = AttributeName(unchecked: member.name)
      guard attribute.isValid else {
        throw Fault(
          place: member.place,
          message: "\"\(member.name)\" is no attribute's name; those have a-z and 0-9 only")
      }
      guard case .text(let text) = member.value.content, !text.isEmpty else {
        throw Fault(
          place: member.value.place, message: "an attribute is compared with a string that is not empty")
      }
      filters.append(make(attribute, text))
    }
    return filters.count == 1 ? filters[0] : .all(filters)
  }

  private func filters(_ source: Source, of dialect: String, depth: Int) throws(Fault) -> [EventFilter] {
    guard case .list(let elements) = source.content, !elements.isEmpty else {
      throw Fault(place: source.place, message: "\(dialect) is an array of filters, one at least")
    }
    var filters: [EventFilter] = []
    for element in elements { filters.append(try filter(element, depth: depth + 1)) }
    return filters
  }

  private func expression(_ source: Source) throws(Fault) -> EventFilter {
    guard case .text(let text) = source.content else {
      throw Fault(place: source.place, message: "sql is a string, a CESQL expression")
    }
    do {
      return .cesql(try CESQLExpression(text))
    } catch {
      throw Fault(place: source.place, message: "the expression is wrong at \(error)")
    }
  }
}
