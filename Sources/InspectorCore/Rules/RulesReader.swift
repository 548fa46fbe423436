/// Reads a rules file: all that is wrong with it, not only the first thing.
final class RulesReader {
  /// The names that `highlight` may have; with `nil` each one is taken.
  let highlights: [String]?
  private(set) var problems: [ConfigurationProblem] = []
  private let file: TOMLFile
  private let text: String

  private init(_ file: TOMLFile, text: String, highlights: [String]?) {
    self.file = file
    self.text = text
    self.highlights = highlights
  }

  /// The rules in a text, first to last.
  static func rules(in text: String, file: String, highlights: [String]?) throws(RulesError) -> [Rule] {
    let toml: TOMLFile
    do {
      toml = try TOMLFile(text, name: file)
    } catch {
      throw RulesError([error])
    }
    let reader = RulesReader(toml, text: text, highlights: highlights)
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
    let keys = ["name", "enabled", "when"] + RuleActions.all.map { $0.key } + ["stop"]
    guard let table = value.table(of: keys, unavailable: RuleActions.unavailable, as: "a table") else {
      return nil
    }
    let name = table["name"].map { $0.text(as: #"a text such as "slow consumer""#) } ?? "rule \(number)"
    let isEnabled = table["enabled"].map { $0.boolean() } ?? true
    let query = table["when"].map { $0.query() } ?? (try? Query(""))
    let actions = RuleActions.all.compactMap { kind in table[kind.key].flatMap { kind.init($0) } }
    let stops = table["stop"].map { $0.boolean() } ?? false
    if problems.count == wrongBefore, table["stop"] == nil,
      !RuleActions.all.contains(where: { table[$0.key] != nil })
    {
      let known = RuleActions.all.map { $0.key }.joined(separator: ", ")
      value.refuse("this rule does nothing; give it one of \(known), stop", atKey: true)
    }
    guard let name, let isEnabled, let query, let stops else { return nil }
    return Rule(name: name, isEnabled: isEnabled, query: query, actions: actions, stops: stops)
  }

  /// Notes a problem with the value at a path, or with its key.
  func refuse(_ message: String, at path: [PathStep], isKey: Bool) {
    problems.append(isKey ? file.problem(message, at: path) : file.problem(message, atValueOf: path))
  }

  /// Notes a problem with a character of a string.
  ///
  /// - Returns: `false` where the string does not stand in the file as it is: with escapes, in several lines.
  func refuse(_ message: String, inText value: String, at path: [PathStep], offset: Int) -> Bool {
    guard let place = file.valuePosition(of: path) else { return false }
    let lines = text.split(separator: "\n", maxSplits: place.line, omittingEmptySubsequences: false)
    guard place.line <= lines.count else { return false }
    let written = lines[place.line - 1].dropFirst(place.column - 1)
    guard let quote = written.first, quote == "\"" || quote == "'",
      written.dropFirst().hasPrefix(value + String(quote))
    else { return false }
    problems.append(
      ConfigurationProblem(
        file: file.name, line: place.line, column: place.column + 1 + offset, message: message))
    return true
  }
}
