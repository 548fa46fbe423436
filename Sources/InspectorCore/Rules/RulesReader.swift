/// Reads a rules file: all that is wrong with it, not only the first thing.
final class RulesReader {
  /// The names that `highlight` may have; with `nil` each one is taken.
  let highlights: [String]?
  private(set) var problems: [ConfigurationProblem] = []
  private let file: TOMLFile
  private let text: String
  /// What rules of the same name have counted before.
  private var activities: [RuleActivity]

  private init(_ file: TOMLFile, text: String, highlights: [String]?, activities: [RuleActivity]) {
    self.file = file
    self.text = text
    self.highlights = highlights
    self.activities = activities
  }

  /// The keys that say which events a rule is for.
  private static let conditions = ["when", "cesql", "filter"]

  /// The rules in a text, first to last.
  ///
  /// - Parameter previous: rules that they take the place of; those of the same name go on counting.
  static func rules(
    in text: String, file: String, highlights: [String]?, replacing previous: [Rule] = []
  ) throws(RulesError) -> [Rule] {
    let toml: TOMLFile
    do {
      toml = try TOMLFile(text, name: file)
    } catch {
      throw RulesError([error])
    }
    let reader = RulesReader(
      toml, text: text, highlights: highlights, activities: previous.map(\.activity))
    let rules = reader.rules()
    guard reader.problems.isEmpty else {
      let inOrder = reader.problems.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
      throw RulesError(inOrder)
    }
    return rules
  }

  private func rules() -> [Rule] {
    let root = RuleValue(file.root, name: file.name, path: [], reader: self)
    guard let list = root.table(of: ["rule"], as: "a table")?["rule"] else { return [] }
    guard let values = file.root["rule"]?.array else {
      list.refuse("each rule begins with a line [[rule]], in two brackets", atKey: true)
      return []
    }
    return values.enumerated().compactMap { index, value in
      rule(RuleValue(value, name: "rule", path: ["rule", .index(index)], reader: self), number: index + 1)
    }
  }

  private func rule(_ value: RuleValue, number: Int) -> Rule? {
    let wrongBefore = problems.count
    let keys = ["name", "enabled"] + Self.conditions + RuleActions.all.map { $0.key } + ["stop"]
    guard let table = value.table(of: keys, as: "a table") else { return nil }
    let name = table["name"].map { $0.text(as: #"a text such as "slow consumer""#) } ?? "rule \(number)"
    let isEnabled = table["enabled"].map { $0.boolean() } ?? true
    let condition = condition(table)
    let actions = RuleActions.all.compactMap { kind in table[kind.key].flatMap { kind.init($0) } }
    let stops = table["stop"].map { $0.boolean() } ?? false
    if problems.count == wrongBefore, table["stop"] == nil,
      !RuleActions.all.contains(where: { table[$0.key] != nil })
    {
      let known = RuleActions.all.map { $0.key }.joined(separator: ", ")
      value.refuse("this rule does nothing; give it one of \(known), stop", atKey: true)
    }
    guard let name, let isEnabled, let condition, let stops else { return nil }
    return Rule(
      name: name, isEnabled: isEnabled, condition: condition.condition, conditionText: condition.text,
      actions: actions, stops: stops, activity: activity(name))
  }

  /// Which events the rule is for; without a word about it, for all.
  private func condition(_ table: [String: RuleValue]) -> (condition: EventCondition, text: String)? {
    let given = Self.conditions.compactMap { table[$0] }
    for other in given.dropFirst() {
      other.refuse(
        "a rule has one of \(Self.conditions.joined(separator: ", ")), and here is \(given[0].name) already",
        atKey: true)
    }
    guard let value = given.first else { return (.everything, "") }
    switch value.name {
    case "when": return value.query().map { (.query($0), $0.text) }
    case "cesql": return value.expression().map { (.cesql($0), $0.text) }
    default:
      return value.filter().map { filter in
        (.subscription(filter), filter.parts.map(\.text).joined(separator: " "))
      }
    }
  }

  /// The first that is left over of a rule of the same name, or a new one.
  private func activity(_ name: String) -> RuleActivity {
    guard let index = activities.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      return RuleActivity(name: name)
    }
    return activities.remove(at: index)
  }

  /// Notes a problem with the value at a path, or with its key.
  func refuse(_ message: String, at path: [PathStep], isKey: Bool) {
    problems.append(isKey ? file.problem(message, at: path) : file.problem(message, atValueOf: path))
  }

  /// Notes a problem with a character of a string.
  ///
  /// - Returns: `false` where the string does not stand in the file as it is: with escapes, or trimmed.
  func refuse(_ message: String, inText value: String, at path: [PathStep], offset: Int) -> Bool {
    guard let place = file.valuePosition(of: path) else { return false }
    let lines = text.split(separator: "\n", maxSplits: place.line, omittingEmptySubsequences: false)
    guard place.line <= lines.count else { return false }
    var written = text[lines[place.line - 1].startIndex...].dropFirst(place.column - 1)
    var (line, column) = (place.line, place.column)
    guard let quote = written.first, quote == "\"" || quote == "'" else { return false }
    let isMultiline = written.hasPrefix(String(repeating: quote, count: 3))
    written = written.dropFirst(isMultiline ? 3 : 1)
    column += isMultiline ? 3 : 1
    // A line break right after the quotes does not belong to the string.
    if isMultiline, written.first == "\n" {
      written = written.dropFirst()
      (line, column) = (line + 1, 1)
    }
    guard written.hasPrefix(value) else { return false }
    for character in value.prefix(offset) {
      if character == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
    }
    problems.append(ConfigurationProblem(file: file.name, line: line, column: column, message: message))
    return true
  }
}
