/// Everything that is set, by whom, and what was wrong on the way.
public struct Configuration: Sendable {
  /// Who sets something.
  public enum Origin: Sendable, Hashable, CustomStringConvertible {
    /// The value of an environment variable.
    case environment(variable: String)
    /// A line of a file; from 1.
    case file(path: String, line: Int?)
    case builtIn

    public var description: String {
      switch self {
      case .environment(let variable): "environment \(variable)"
      case .file(let path, let line): line.map { "\(path):\($0)" } ?? path
      case .builtIn: "built in"
      }
    }
  }

  /// A value and who set it.
  public struct Entry: Sendable, Hashable {
    /// Line and column of a value in its file, in characters, from 1.
    struct Place: Sendable, Hashable {
      var line: Int
      var column: Int
    }

    public var value: SettingValue
    public var origin: Origin
    /// Where the value stands, where that is a file.
    var place: Place?
    /// Where the elements of an array stand.
    var elements: [Place?] = []

    /// A problem with the value, where whoever set it finds it.
    ///
    /// - Parameter element: which one of several texts is meant.
    public func problem(_ message: String, element: Int? = nil) -> ConfigurationProblem {
      let own = element.flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      let place = own ?? place
      switch origin {
      case .environment(let variable): return ConfigurationProblem(file: variable, message: message)
      case .file(let path, let line):
        return ConfigurationProblem(
          file: path, line: place?.line ?? line, column: place?.column, message: message)
      case .builtIn: return ConfigurationProblem(file: origin.description, message: message)
      }
    }
  }

  /// By key: the strongest value.
  private var entries: [String: Entry] = [:]
  /// What is wrong in the files and in the environment; none of it keeps the program from starting.
  public private(set) var problems: [ConfigurationProblem] = []

  public init() {}

  public func entry(_ setting: Setting) -> Entry? { entries[setting.key] }

  public func text(_ setting: Setting) -> String? {
    if case .text(let text)? = entries[setting.key]?.value { text } else { nil }
  }
  public func flag(_ setting: Setting) -> Bool? {
    if case .flag(let isOn)? = entries[setting.key]?.value { isOn } else { nil }
  }
  public func number(_ setting: Setting) -> Int? {
    if case .number(let number)? = entries[setting.key]?.value { number } else { nil }
  }
  public func list(_ setting: Setting) -> [String]? {
    if case .list(let texts)? = entries[setting.key]?.value { texts } else { nil }
  }

  /// Takes what nobody stronger has set. The environment comes first, then the files, the nearest first.
  private mutating func add(_ setting: Setting, _ entry: Entry) {
    if entries[setting.key] == nil { entries[setting.key] = entry }
  }

  public mutating func add(_ problem: ConfigurationProblem) { problems.append(problem) }

  /// Reads the variables that begin with `EVENTSCOPE_`; those of an empty value count as not set.
  ///
  /// - Parameter ignoring: variables of other use.
  public mutating func readEnvironment(_ variables: [(name: String, value: String)], ignoring: [String] = [])
  {
    for (name, text) in variables where name.hasPrefix("EVENTSCOPE_") && !ignoring.contains(name) {
      guard let setting = Settings.all.first(where: { $0.variable == name }) else {
        let hint = suggestion(for: name, in: Settings.all.map(\.variable))
        problems.append(Self.warning(file: name, "no such setting is read from the environment\(hint)"))
        continue
      }
      if text.isEmpty { continue }
      if let value = setting.value(of: text) {
        add(setting, Entry(value: value, origin: .environment(variable: name)))
      } else {
        problems.append(Self.warning(file: name, "\"\(text)\" is wrong: it must be \(setting.expectation)"))
      }
    }
  }

  /// Reads a `config.toml`.
  ///
  /// - Parameters:
  ///   - path: how the file is named in messages; what it names itself is relative to its directory.
  ///   - home: what `~/` stands for.
  ///   - isProject: whether it is the file of a project, which may not set everything.
  public mutating func readFile(_ text: String, path: String, home: String, isProject: Bool = false) {
    let file: TOMLFile
    do {
      file = try TOMLFile(text, name: path)
    } catch {
      problems.append(error)
      return
    }
    for (key, value, place) in file.root.flattened(keys: Settings.all.map(\.key)) {
      guard let setting = Settings.named(key) else {
        let hint = suggestion(for: key, in: Settings.all.map(\.key))
        problems.append(file.problem("there is no setting \"\(key)\"\(hint)", at: place, severity: .warning))
        continue
      }
      if isProject, !setting.isForProjects {
        problems.append(
          file.problem(
            "\"\(key)\" cannot be set by a project, only by a file of yours or an option", at: place,
            severity: .warning))
        continue
      }
      guard let read = setting.value(of: value) else {
        problems.append(
          file.problem(
            "\"\(key)\" must be \(setting.expectation), not \(Self.shown(value))", atValueOf: place))
        continue
      }
      func position(_ path: [PathStep]) -> Entry.Place? {
        file.valuePosition(of: path).map { Entry.Place(line: $0.line, column: $0.column) }
      }
      add(
        setting,
        Entry(
          value: Self.resolved(read, of: setting, in: path, home: home),
          origin: .file(path: path, line: file.position(of: place)?.line), place: position(place),
          elements: (value.array ?? []).indices.map { position(place + [.index($0)]) }))
    }
  }

  /// A file that a file names, seen from where that one is.
  private static func resolved(
    _ value: SettingValue, of setting: Setting, in file: String, home: String
  ) -> SettingValue {
    guard case .text(let text) = value else { return value }
    let isFile = setting.kind == .path || setting.key == Settings.theme.key && text.contains("/")
    guard isFile else { return value }
    if text.hasPrefix("~/") { return .text(home + text.dropFirst()) }
    guard !text.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return value }
    return .text(file[...slash] + text)
  }

  private static func shown(_ value: TOMLValue) -> String {
    switch value {
    case .string(let text): "\"\(TextCleaner.clean(String(text.prefix(60))))\""
    case .integer(let number): "\(number)"
    default: value.kind
    }
  }

  private static func warning(file: String, _ message: String) -> ConfigurationProblem {
    ConfigurationProblem(file: file, message: message, severity: .warning)
  }
}
