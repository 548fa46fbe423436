import InspectorCore

/// `keys.toml`: what the user wants of the keys.
///
/// ```toml
/// filter.edit = "F9"                  # takes the place of all keys of the command
/// view.follow = ["F", "Ctrl-F"]
/// events.clear = []                   # no key; the palette still has it
///
/// [in.list]                           # keys in one pane, beside those that are there
/// "g g" = "move.first"
/// x = "none"                          # means nothing there any more
/// ```
public enum KeymapFile {
  /// Changes a keymap as a file says, and tells what could not be done.
  public static func read(
    _ text: String, path: String, over keymap: Keymap = .standard
  ) -> (keymap: Keymap, problems: [ConfigurationProblem]) {
    do {
      var reader = KeymapReader(file: try TOMLFile(text, name: path), keymap: keymap)
      reader.read()
      return (reader.keymap, reader.problems)
    } catch {
      return (keymap, [error])
    }
  }

  /// A file that says what the keymap says.
  public static func text(of keymap: Keymap) -> String {
    Scope.all.map { scope in
      let lines = keymap.bindings.filter { $0.scope == scope }.map { binding in
        let line =
          "\(SettingValue.text(binding.keyNames).toml) = \(SettingValue.text(binding.command.rawValue).toml)"
        return line + String(repeating: " ", count: max(1, 40 - line.count)) + "# \(binding.help)\n"
      }
      return "[in.\(scope.name)]\n" + lines.joined()
    }.joined(separator: "\n")
  }
}

private struct KeymapReader {
  let file: TOMLFile
  var keymap: Keymap
  var problems: [ConfigurationProblem] = []
  /// What the file has bound so far, and where.
  private var own: [(binding: KeyBinding, path: [PathStep])] = []
  /// The commands whose keys the file says.
  private var named: Set<Command> = []

  init(file: TOMLFile, keymap: Keymap) {
    self.file = file
    self.keymap = keymap
  }

  private static let names = Command.allCases.map(\.rawValue)

  mutating func read() {
    let members = file.root.flattened(keys: Self.names).filter { $0.path.first != .key("in") }
    for (name, value, path) in members { readMember(name, value, at: path) }
    for table in file.root["in"]?.table ?? [] { readScope(table) }
    sayWhatLostKeys()
  }

  /// A key that another command has had, of which the file says nothing, is taken from it; that is no less a problem
  /// where it was meant, for the file can say so.
  private mutating func sayWhatLostKeys() {
    for lost in Keymap.standard.bindings
    where !named.contains(lost.command)
      && !keymap.bindings.contains(where: {
        $0.scope == lost.scope && $0.keys == lost.keys && $0.command == lost.command
      })
    {
      let taker = own.first {
        // What is bound in one pane is meant for what has the key there.
        $0.path.first != .key("in") && $0.binding.scope == lost.scope
          && ($0.binding.keys.starts(with: lost.keys) || lost.keys.starts(with: $0.binding.keys))
      }
      guard let taker else { continue }
      let left = keymap.keys(for: lost.command, in: [lost.scope])
      let rest = left.isEmpty ? "has no key any more" : "keeps \(left.joined(separator: ", "))"
      problem(
        "\(taker.binding.keyNames) was \(lost.keyNames == taker.binding.keyNames ? "" : "the beginning of \(lost.keyNames), ")"
          + "the key of \(lost.command.rawValue), which \(rest); name that command too where this is meant",
        atValueOf: taker.path)
    }
  }

  private mutating func readMember(_ name: String, _ value: TOMLValue, at path: [PathStep]) {
    if let command = Command(rawValue: name) {
      named.insert(command)
      rebind(command, to: value, at: path)
    } else if let text = value.string, Key.sequence(name) != nil {
      // A key and its command, in the panes where the command is at home.
      guard let command = command(text, at: path) else { return }
      for scope in Self.homes(of: command) { add(name, command, in: scope, at: path) }
    } else {
      // A name with dots is a table in a table to TOML: all of it is shown.
      var (name, value) = (name, value)
      while let member = value.table?.first { (name, value) = ("\(name).\(member.name)", member.value) }
      problem("there is no command \"\(name)\"\(suggestion(for: name, in: Self.names))", at: path)
    }
  }

  private mutating func readScope(_ table: TOMLMember) {
    let path: [PathStep] = ["in", .key(table.name)]
    guard let scope = Scope.named(table.name), let members = table.value.table else {
      let names = Scope.all.map(\.name)
      let hint = suggestion(for: table.name, in: names)
      problem("\"\(table.name)\" is no pane\(hint); there are \(names.joined(separator: ", "))", at: path)
      return
    }
    for member in members {
      let inner = path + [.key(member.name)]
      guard let text = member.value.string else {
        problem("the value must be the name of a command, not \(member.value.kind)", atValueOf: inner)
        continue
      }
      if text == "none" {
        if let keys = Key.sequence(member.name),
          let binding = keymap.bindings.first(where: { $0.scope == scope && $0.keys == keys })
        {
          named.insert(binding.command)
        }
        remove(member.name, in: scope, at: inner)
      } else if let command = command(text, at: inner) {
        add(member.name, command, in: scope, at: inner)
      }
    }
  }

  /// The scopes that a command has keys in as they come; the one that it would be looked for in where it has none.
  private static func homes(of command: Command) -> [Scope] {
    let homes = Scope.all.filter { !Keymap.standard.keys(for: command, in: [$0]).isEmpty }
    return homes.isEmpty ? [.everywhere] : homes
  }

  private mutating func command(_ name: String, at path: [PathStep]) -> Command? {
    if let command = Command(rawValue: name) { return command }
    problem("there is no command \"\(name)\"\(suggestion(for: name, in: Self.names))", atValueOf: path)
    return nil
  }

  private mutating func rebind(_ command: Command, to value: TOMLValue, at path: [PathStep]) {
    guard let texts = value.string.map({ [$0] }) ?? value.array?.compactMap(\.string),
      texts.count == value.array?.count ?? 1
    else {
      problem("a key must be a string or an array of strings, not \(value.kind)", atValueOf: path)
      return
    }
    for scope in Self.homes(of: command) {
      let keys = texts.filter { isFree($0, for: command, in: scope, at: path) }
      if !keys.isEmpty || texts.isEmpty { keymap.bind(keys, to: command, in: scope) }
    }
  }

  private mutating func add(_ text: String, _ command: Command, in scope: Scope, at path: [PathStep]) {
    guard isFree(text, for: command, in: scope, at: path) else { return }
    let keys = keymap.keys(for: command, in: [scope])
    guard let name = Key.sequence(text)?.map(\.description).joined(separator: " "), !keys.contains(name)
    else {
      return
    }
    keymap.bind(keys + [text], to: command, in: scope)
  }

  private mutating func remove(_ text: String, in scope: Scope, at path: [PathStep]) {
    guard let keys = Key.sequence(text) else { return sayNoKey(text, at: path) }
    guard let binding = keymap.bindings.first(where: { $0.scope == scope && $0.keys == keys }) else { return }
    let left = keymap.keys(for: binding.command, in: [scope]).filter { $0 != binding.keyNames }
    keymap.bind(left, to: binding.command, in: scope)
  }

  /// Whether keys can be bound there; why not is a problem. They count as taken from here on.
  private mutating func isFree(
    _ text: String, for command: Command, in scope: Scope, at path: [PathStep]
  ) -> Bool {
    guard let keys = Key.sequence(text) else {
      sayNoKey(text, at: path)
      return false
    }
    let place = scope.title.prefix(1).lowercased() + scope.title.dropFirst()
    if scope.takesText, case .character = keys[0].code, !keys[0].control, !keys[0].alt {
      problem("\(text) is text \(place), so it can be no key there", atValueOf: path)
      return false
    }
    let other = own.first {
      $0.binding.scope == scope && $0.binding.keys == keys && $0.binding.command != command
    }
    if let other {
      problem("\(text) is already \(other.binding.command.rawValue) \(place)", atValueOf: path)
      return false
    }
    own.append((KeyBinding(scope, text, command), path))
    return true
  }

  private mutating func sayNoKey(_ text: String, at path: [PathStep]) {
    let sentence =
      "\"\(text)\" is no key; keys are written like x, G, Ctrl-P, F9, Space, Enter, or \"y d\" for two in a row"
    let problem = file.problem(sentence, atValueOf: path)
    if !problems.contains(problem) { problems.append(problem) }
  }

  private mutating func problem(_ message: String, at path: [PathStep]) {
    problems.append(file.problem(message, at: path))
  }

  private mutating func problem(_ message: String, atValueOf path: [PathStep]) {
    let problem = file.problem(message, atValueOf: path)
    if !problems.contains(problem) { problems.append(problem) }
  }
}

extension Key {
  /// The keys of a text such as `y d` or `Ctrl-L`; `nil` where one is none.
  static func sequence(_ text: String) -> [Key]? {
    let names = text.split(separator: " ")
    let keys = names.compactMap { Key(String($0)) }
    return keys.isEmpty || keys.count < names.count ? nil : keys
  }
}
