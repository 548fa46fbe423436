import InspectorCore

/// Turns the files of a theme, the one it inherits from first, into the rules of each depth.
struct ThemeResolver {
  let files: [ThemeFile]
  private(set) var warnings: [ConfigurationProblem] = []
  /// The palette of the theme itself over those that it inherits.
  private var palette: [String: Color] = [:]
  /// The depth whose rules are being read.
  private var depth = ColorDepth.direct

  init(files: [ThemeFile]) {
    self.files = files
    for file in files {
      for entry in file.palette {
        if let color = Color(entry.text) ?? palette[entry.text] {
          palette[entry.name] = color
        } else {
          warnings.append(
            file.problem(unknownColor(entry.text), atValueOf: entry.path))
        }
      }
    }
  }

  /// The rules of each depth. What a file says for one depth is stronger than what any says for all.
  mutating func tables() -> [ColorDepth: [StyleRole: StyleRule]] {
    var tables: [ColorDepth: [StyleRole: StyleRule]] = [:]
    for depth in ColorDepth.allCases {
      self.depth = depth
      var rules: [StyleRole: StyleRule] = [:]
      for file in files { rules.merge(self.rules(of: file, for: nil)) { _, new in new } }
      for file in files { rules.merge(self.rules(of: file, for: depth)) { _, new in new } }
      tables[depth] = rules
    }
    return tables
  }

  private mutating func rules(of file: ThemeFile, for depth: ColorDepth?) -> [StyleRole: StyleRule] {
    var rules: [StyleRole: StyleRule] = [:]
    let (members, path) = file.roles(for: depth)
    for member in flattened(members, at: path) {
      guard let role = StyleRole(rawValue: member.name) else {
        let hint = suggestion(for: member.name, in: StyleRole.all.map(\.rawValue))
        warn(file.problem("there is no role \"\(member.name)\"" + hint, at: member.path))
        continue
      }
      rules[role] = rule(member.value, of: role, at: member.path, in: file)
    }
    return rules
  }

  /// Notes a warning once, though each depth reads the rules anew.
  private mutating func warn(_ warning: ConfigurationProblem) {
    if !warnings.contains(warning) { warnings.append(warning) }
  }

  /// The roles with their full names: `list.selected = {…}` without quotes is a table in a table to TOML.
  private func flattened(
    _ members: [TOMLMember], at path: [PathStep], prefix: String = ""
  ) -> [(name: String, value: TOMLValue, path: [PathStep])] {
    var result: [(name: String, value: TOMLValue, path: [PathStep])] = []
    for member in members {
      let name = prefix + member.name
      let inner = path + [.key(member.name)]
      guard let table = member.value.table else {
        result.append((name, member.value, inner))
        continue
      }
      let nested = table.filter { $0.value.table != nil }
      if nested.count < table.count || nested.isEmpty {
        let own = table.filter { $0.value.table == nil }
        result.append((name, .table(own), inner))
      }
      result += flattened(nested, at: inner, prefix: name + ".")
    }
    return result
  }

  private mutating func rule(
    _ value: TOMLValue, of role: StyleRole, at path: [PathStep], in file: ThemeFile
  ) -> StyleRule {
    var rule = StyleRule()
    guard let members = value.table else {
      // A lone colour is the text's.
      rule.foregrounds = colors(value, of: role, at: path, in: file)
      return rule
    }
    for member in members {
      let inner = path + [.key(member.name)]
      switch member.name {
      case "fg": rule.foregrounds = colors(member.value, of: role, at: inner, in: file)
      case "bg": rule.background = color(member.value, at: inner, in: file)
      case "attrs": rule.attributes = attributes(member.value, at: inner, in: file)
      default:
        warn(
          file.problem(
            "\"\(member.name)\" means nothing in a role: fg, bg or attrs", at: inner))
      }
    }
    return rule
  }

  private mutating func colors(
    _ value: TOMLValue, of role: StyleRole, at path: [PathStep], in file: ThemeFile
  ) -> [Color] {
    guard let list = value.array else { return color(value, at: path, in: file).map { [$0] } ?? [] }
    guard role == .typeHash else {
      warn(file.problem("only \"type.hash\" takes a list of colours", atValueOf: path))
      return []
    }
    return list.enumerated().compactMap { index, value in
      color(value, at: path + [.index(index)], in: file)
    }
  }

  private mutating func color(_ value: TOMLValue, at path: [PathStep], in file: ThemeFile) -> Color? {
    guard let text = value.string ?? value.integer.map(String.init) else {
      warn(
        file.problem("a colour must be a string or a number, not \(value.kind)", atValueOf: path))
      return nil
    }
    // A theme's shade of one of the terminal's own colours is that colour where there are only those.
    if depth == .sixteen, Color.names.contains(text), let color = Color(text) { return color }
    if let color = palette[text] ?? Color(text) { return color }
    warn(file.problem(unknownColor(text), atValueOf: path))
    return nil
  }

  private mutating func attributes(
    _ value: TOMLValue, at path: [PathStep], in file: ThemeFile
  ) -> Style.Attributes {
    guard let list = value.array else {
      warn(file.problem("\"attrs\" must be an array, not \(value.kind)", atValueOf: path))
      return []
    }
    var attributes: Style.Attributes = []
    for (index, element) in list.enumerated() {
      if let known = Style.Attributes.names.first(where: { $0.name == element.string }) {
        attributes.insert(known.attribute)
      } else {
        let names = Style.Attributes.names.map(\.name)
        let text = element.string ?? element.kind
        warn(
          file.problem(
            "\"\(text)\" is no attribute: \(names.joined(separator: ", "))", atValueOf: path + [.index(index)]
          ))
      }
    }
    return attributes
  }

  private func unknownColor(_ text: String) -> String {
    if text.hasPrefix("#") { return "\"\(text)\" is no colour: write #rgb or #rrggbb" }
    return "there is no colour \"\(text)\""
      + suggestion(for: text, in: palette.keys.sorted() + Color.names + ["default"])
  }
}
