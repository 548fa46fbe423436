import InspectorCore
import Themes

/// Every theme that can be named.
public struct ThemeLibrary: Sendable {
  /// The first one of a name hides those after it.
  public private(set) var sources: [ThemeSource]

  public init(_ sources: [ThemeSource]) {
    self.sources = sources
  }

  /// The themes that the program carries.
  public static let builtIn = ThemeLibrary(
    BuiltInThemes.all.map { ThemeSource(id: $0.name, file: "built-in \($0.name).toml", text: $0.text) })

  /// What is used when nobody names a theme.
  public static func defaultName(for appearance: Theme.Appearance) -> String {
    appearance == .light ? "default-light" : "default-dark"
  }

  /// The library with a theme in front of all others; it can inherit from one of its own name that it hides.
  public func adding(_ source: ThemeSource) -> ThemeLibrary {
    ThemeLibrary([source] + sources)
  }

  /// The names, sorted, each once.
  public var names: [String] {
    Set(sources.map(\.id)).sorted()
  }

  /// The theme of that name.
  ///
  /// - Throws: That there is none, that its file is no TOML, or that it inherits from itself.
  public func theme(named id: String) throws(ConfigurationProblem) -> LoadedTheme {
    guard let index = sources.firstIndex(where: { $0.id == id }) else {
      throw ConfigurationProblem(
        file: id, message: "there is no theme \"\(id)\"" + suggestion(for: id, in: names))
    }
    return try theme(at: index)
  }

  /// The theme of a text that is in no library, for example of `--theme FILE`.
  public func theme(from source: ThemeSource) throws(ConfigurationProblem) -> LoadedTheme {
    try adding(source).theme(at: 0)
  }

  private func theme(at index: Int) throws(ConfigurationProblem) -> LoadedTheme {
    var chain = [index]
    var files = [try ThemeFile(sources[index])]
    var warnings = files[0].warnings
    while let file = files.last, let parent = file.inherits, let current = chain.last {
      // A theme that inherits from its own name means the one that it hides.
      let candidates = parent == file.source.id ? sources[(current + 1)...] : sources[...]
      guard let next = candidates.firstIndex(where: { $0.id == parent }) else {
        if parent == file.source.id {
          throw file.toml.problem(
            "the theme inherits from itself: \(parent) → \(parent)", atValueOf: ["inherits"])
        }
        warnings.append(
          file.problem(
            "there is no theme \"\(parent)\"" + suggestion(for: parent, in: names), atValueOf: ["inherits"]))
        break
      }
      guard !chain.contains(next) else {
        let names = (chain + [next]).map { sources[$0].id }.joined(separator: " → ")
        throw file.toml.problem("the theme inherits from itself: \(names)", atValueOf: ["inherits"])
      }
      chain.append(next)
      let parentFile = try ThemeFile(sources[next])
      warnings += parentFile.warnings
      files.append(parentFile)
    }
    var resolver = ThemeResolver(files: files.reversed())
    let tables = resolver.tables()
    let theme = Theme(
      id: files[0].source.id, name: files[0].name,
      appearance: files.lazy.compactMap(\.appearance).first ?? .any, tables: tables)
    return LoadedTheme(theme: theme, warnings: warnings + resolver.warnings)
  }
}
