import InspectorCore

/// A theme's text, before anybody has read it.
public struct ThemeSource: Sendable, Hashable {
  /// What `inherits` and `--theme` call it: the file's name without `.toml`.
  public var id: String
  /// The file, as problems name it.
  public var file: String
  /// TOML, as the files in the folder Themes show it.
  public var text: String

  public init(id: String, file: String, text: String) {
    self.id = id
    self.file = file
    self.text = text
  }
}

/// A theme, and what was wrong with its files and did not keep it from loading.
public struct LoadedTheme: Sendable, Equatable {
  public var theme: Theme
  public var warnings: [ConfigurationProblem]
}

/// One theme file as it is written: names are not yet colours, because a theme that inherits can change the
/// palette.
struct ThemeFile {
  let source: ThemeSource
  let toml: TOMLFile
  private(set) var name: String
  private(set) var appearance: Theme.Appearance?
  private(set) var inherits: String?
  private(set) var palette: [(name: String, path: [PathStep], text: String)] = []
  private(set) var warnings: [ConfigurationProblem] = []

  init(_ source: ThemeSource) throws(ConfigurationProblem) {
    self.source = source
    toml = try TOMLFile(source.text, name: source.file)
    name = source.id
    for member in toml.root.table ?? [] {
      let path: [PathStep] = [.key(member.name)]
      switch member.name {
      case "name": name = string(member, at: path) ?? name
      case "inherits": inherits = string(member, at: path)
      case "appearance":
        guard let text = string(member, at: path) else { continue }
        appearance = Theme.Appearance(rawValue: text)
        if appearance == nil {
          warn("\"\(text)\" is no appearance: dark, light or any", atValueOf: path)
        }
      case "palette": readPalette(member.value, at: path)
      case "roles", "depth": continue
      default:
        let known = ["name", "inherits", "appearance", "palette", "roles", "depth"]
        warn(
          "\"\(member.name)\" means nothing in a theme" + suggestion(for: member.name, in: known), at: path)
      }
    }
    checkDepths()
  }

  /// The roles table for all depths (nil) or for one, with the path to it.
  func roles(for depth: ColorDepth?) -> (members: [TOMLMember], path: [PathStep]) {
    guard let depth else { return (toml.root["roles"]?.table ?? [], ["roles"]) }
    let table = toml.root["depth"]?[depth.rawValue]?["roles"]?.table ?? []
    return (table, ["depth", .key(depth.rawValue), "roles"])
  }

  func problem(_ message: String, atValueOf path: [PathStep]) -> ConfigurationProblem {
    toml.problem(message, atValueOf: path, severity: .warning)
  }

  func problem(_ message: String, at path: [PathStep]) -> ConfigurationProblem {
    toml.problem(message, at: path, severity: .warning)
  }

  private mutating func warn(_ message: String, at path: [PathStep]) {
    warnings.append(problem(message, at: path))
  }

  private mutating func warn(_ message: String, atValueOf path: [PathStep]) {
    warnings.append(problem(message, atValueOf: path))
  }

  private mutating func string(_ member: TOMLMember, at path: [PathStep]) -> String? {
    if let text = member.value.string { return text }
    warn("\"\(member.name)\" must be a string, not \(member.value.kind)", atValueOf: path)
    return nil
  }

  private mutating func readPalette(_ value: TOMLValue, at path: [PathStep]) {
    guard let members = value.table else {
      warn("\"palette\" must be a table of names and colours", atValueOf: path)
      return
    }
    for member in members {
      let inner = path + [.key(member.name)]
      if let text = member.value.string ?? member.value.integer.map(String.init) {
        palette.append((member.name, inner, text))
      } else {
        warn("a colour must be a string or a number, not \(member.value.kind)", atValueOf: inner)
      }
    }
  }

  private mutating func checkDepths() {
    if let roles = toml.root["roles"], roles.table == nil {
      warn("\"roles\" must be a table", atValueOf: ["roles"])
    }
    guard let depth = toml.root["depth"] else { return }
    guard let members = depth.table else {
      warn("\"depth\" must be a table", atValueOf: ["depth"])
      return
    }
    for member in members {
      if ColorDepth(rawValue: member.name) == nil {
        let known = ColorDepth.allCases.map(\.rawValue)
        warn(
          "\"\(member.name)\" is no colour depth: \(known.joined(separator: ", "))",
          at: ["depth", .key(member.name)])
      } else if member.value["roles"]?.table == nil {
        warn(
          "write [depth.\(member.name).roles], and the roles in it", at: ["depth", .key(member.name)])
      }
    }
  }
}
