import InspectorCore

/// A setting as this run has it.
public struct SettingRow: Sendable, Hashable {
  /// Its name in `config.toml`.
  public var key: String
  /// Its value as a user would write it; empty where it is not set.
  public var value: String
  /// Who has set it: `command line`, a file with its line, a variable, or `built in`.
  public var origin: String
  /// What it does, in a sentence.
  public var summary: String
  /// How the command line sets it, such as `--capacity`; `nil` where it cannot.
  public var option: String?

  public init(key: String, value: String, origin: String, summary: String, option: String? = nil) {
    self.key = key
    self.value = value
    self.origin = origin
    self.summary = summary
    self.option = option
  }
}

/// The settings with their values and origins; those that can be changed while the program runs are changed there.
struct OptionCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "O", .options),
    KeyBinding(scope, "F2", .options),
  ]

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    guard command == .options else { return nil }
    model.open(Self.menu(model))
    return []
  }

  private static func menu(_ model: Model, cursor: Int = 0) -> Menu {
    let keyWidth = model.settings.map(\.key.count).max() ?? 0
    let rows = model.settings.map { ($0, shown(value(of: $0, in: model))) }
    let valueWidth = min(28, rows.map { DisplayWidth.of($0.1) }.max() ?? 0)
    let items = rows.enumerated().map { index, row in
      let (setting, value) = row
      let gap = String(repeating: " ", count: keyWidth - setting.key.count + 2)
      let rest = String(repeating: " ", count: max(0, valueWidth - DisplayWidth.of(value)))
      let isChanged = changeable.contains(setting.key) && value != shown(setting.value)
      return Menu.Item(
        setting.key + gap + value + rest, detail: isChanged ? "changed here" : setting.origin,
        reason: change(of: setting.key) == nil ? explanation(of: setting) : nil
      ) { model in
        guard let change = change(of: setting.key) else { return [] }
        let (effects, staysOpen) = change(&model)
        if staysOpen { model.open(Self.menu(model, cursor: index)) }
        return effects
      }
    }
    var menu = Menu(title: "Options", items: items)
    menu.cursor = cursor
    return menu
  }

  /// What it does and how it is set, where that is not done here.
  private static func explanation(of setting: SettingRow) -> String {
    let places = [setting.option, "\(setting.key) in config.toml"].compactMap(\.self).joined(
      separator: " or ")
    return "\(setting.summary) It is set at the start: \(places)."
  }

  /// The settings that are other only because somebody has changed them here.
  private static let changeable: Set<String> = ["filter", "mouse", "keep-secrets", "columns"]

  /// The value as it is now.
  private static func value(of setting: SettingRow, in model: Model) -> String {
    switch setting.key {
    case "theme": model.theme
    case "mouse": model.allowsMouse ? (model.isMouseOn ? "on" : "off") : "never"
    case "keep-secrets": model.keepsSecrets ? "true" : "false"
    case "filter": model.filter.applied
    case "columns": model.columns.map(\.name).joined(separator: ", ")
    case "addresses": model.addresses.joined(separator: ", ")
    default: setting.value
    }
  }

  private static func shown(_ value: String) -> String {
    value.isEmpty ? "–" : value.count > 28 ? value.prefix(27) + "…" : value
  }

  /// How a setting is changed while the program runs, and whether the options stay on the screen; nil where it cannot be.
  private static func change(
    of key: String
  ) -> (@Sendable (inout Model) -> (effects: [Effect], staysOpen: Bool))? {
    switch key {
    case "theme": return { model in (model.run(.themes), false) }
    case "mouse": return { model in (model.run(.mouse), true) }
    case "filter": return { model in (model.run(.filter), false) }
    case "columns": return { model in (model.run(.columns), false) }
    case "keep-secrets":
      return { model in
        model.keepsSecrets.toggle()
        model.message = Message(
          .info,
          model.keepsSecrets
            ? "Secrets are shown and copied as they came; what is recorded stays as it was set at the start."
            : "Secrets are masked.")
        return ([], true)
      }
    default: return nil
    }
  }
}
