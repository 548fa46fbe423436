import TOMLKit

/// A parsed TOML file that still knows where everything stands.
///
/// This is the only place that knows which library reads TOML.
public struct TOMLFile: Sendable {
  /// The file's name, as problems show it.
  public let name: String
  /// The whole file: a table.
  public let root: TOMLValue
  private let locations: TOMLLocations

  /// Parses the text of a file.
  ///
  /// - Parameter name: Goes into problems as it is.
  /// - Throws: What is wrong with the syntax, with line and column.
  public init(_ text: String, name: String) throws(ConfigurationProblem) {
    // The library reads up to a NUL, and says nothing of the rest.
    if let zero = text.utf8.firstIndex(of: 0) {
      let place = TOMLLocations.Position(of: zero, in: text)
      throw ConfigurationProblem(
        file: name, line: place.line, column: place.column, message: "a NUL character cannot stand in TOML")
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let place = error.source.begin
      throw ConfigurationProblem(
        file: name, line: place.line, column: place.column, message: Self.sentence(error.description))
    } catch {
      throw ConfigurationProblem(file: name, message: "\(error)")
    }
    self.name = name
    let locations = TOMLLocations(of: text)
    self.locations = locations
    root = withExtendedLifetime(table) { Self.value(of: table, at: [], locations: locations) }
  }

  /// Where the key or the element stands: line and column in characters, from 1.
  public func position(of path: [PathStep]) -> (line: Int, column: Int)? {
    locations.keys[path].map { ($0.line, $0.column) }
  }

  /// Where the value of the key begins: line and column in characters, from 1.
  public func valuePosition(of path: [PathStep]) -> (line: Int, column: Int)? {
    (locations.values[path] ?? locations.keys[path]).map { ($0.line, $0.column) }
  }

  /// A problem with the key at the path, or with the nearest thing around it that has a place.
  public func problem(
    _ message: String, at path: [PathStep], severity: ConfigurationProblem.Severity = .error
  ) -> ConfigurationProblem {
    problem(message, path: path, severity: severity) { position(of: $0) }
  }

  /// A problem with the value at the path.
  public func problem(
    _ message: String, atValueOf path: [PathStep], severity: ConfigurationProblem.Severity = .error
  ) -> ConfigurationProblem {
    problem(message, path: path, severity: severity) { valuePosition(of: $0) }
  }

  private func problem(
    _ message: String, path: [PathStep], severity: ConfigurationProblem.Severity,
    find: ([PathStep]) -> (line: Int, column: Int)?
  ) -> ConfigurationProblem {
    var path = path
    while !path.isEmpty {
      if let place = find(path) {
        return ConfigurationProblem(
          file: name, line: place.line, column: place.column, message: message, severity: severity)
      }
      path.removeLast()
    }
    return ConfigurationProblem(file: name, message: message, severity: severity)
  }

  /// The library's sentence without its own prefix.
  private static func sentence(_ text: String) -> String {
    let prefix = "Error while parsing "
    guard text.hasPrefix(prefix) else { return text }
    return "in " + text.dropFirst(prefix.count)
  }

  private static func value(
    of table: TOMLTable, at path: [PathStep], locations: TOMLLocations
  ) -> TOMLValue {
    var members: [(position: TOMLLocations.Position, member: TOMLMember)] = []
    for key in table.keys {
      guard let node = table[key] else { continue }
      let inner = path + [.key(key)]
      members.append(
        (
          locations.keys[inner] ?? .init(line: .max, column: 0),
          TOMLMember(name: key, value: value(of: node.tomlValue, at: inner, locations: locations))
        ))
    }
    members.sort { $0.position < $1.position }
    return .table(members.map(\.member))
  }

  private static func value(
    of node: TOMLKit.TOMLValue, at path: [PathStep], locations: TOMLLocations
  ) -> TOMLValue {
    switch node.type {
    case .table: node.table.map { value(of: $0, at: path, locations: locations) } ?? .table([])
    case .array:
      .array(
        (node.array.map(Array.init) ?? []).enumerated().map { index, element in
          value(of: element.tomlValue, at: path + [.index(index)], locations: locations)
        })
    case .string: .string(node.string ?? "")
    case .int: .integer(Int64(node.int ?? 0))
    case .double: .double(node.double ?? 0)
    case .bool: .boolean(node.bool ?? false)
    case .date, .time, .dateTime: .date(node.debugDescription)
    }
  }
}
