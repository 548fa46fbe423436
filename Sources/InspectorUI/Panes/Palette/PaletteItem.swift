import InspectorCore

/// Something that the palette can do.
struct PaletteItem: Sendable {
  /// What it is called on the command line: `view.follow`, `theme nord`.
  var name: String
  var title: String
  /// More about it.
  var help: String
  /// Its keys, as they are now.
  var keys: String
  /// Why it can do nothing just now.
  var reason: String?
  /// Whether words are to be written after its name.
  var takesWords = false
  var choose: @Sendable (inout Model) -> [Effect]
}

extension Model {
  /// Everything that can be done from where the palette was opened: commands, themes, saved filters.
  ///
  /// - Parameter isCommandLine: whether what takes words after its name is among them.
  func paletteItems(from scopes: [Scope], isCommandLine: Bool) -> [PaletteItem] {
    let unnamed: Set<Command> = [.palette, .commandLine, .scrollLeft, .scrollRight]
    let commands = Command.allCases.filter { Move($0) == nil && !unnamed.contains($0) }
    let items = commands.map { command in
      let reachable = keymap.bindings(of: command, in: scopes).first
      let elsewhere = keymap.bindings.first { $0.command == command }
      let reason =
        reason(against: command) ?? (isAtHome(command, scopes, elsewhere) ? nil : whereItHolds(elsewhere))
      return PaletteItem(
        name: command.rawValue, title: reachable?.title ?? command.title,
        help: reachable?.help ?? command.help,
        keys: keymap.keys(for: command, in: scopes).joined(separator: "  "), reason: reason
      ) { $0.run(command) }
    }
    let themes = themes.map { theme in
      PaletteItem(
        name: "theme \(theme.id)", title: "Theme: \(theme.name)", help: "Draw in this theme", keys: ""
      ) { _ in [.setTheme(theme.id)] }
    }
    let filters = savedFilters.map { saved in
      PaletteItem(
        name: "filter \(saved.text)", title: "Filter: \(saved.name)", help: saved.text, keys: ""
      ) { model in
        model.setFilter(saved.text)
        return []
      }
    }
    let verbs = CommandLine.verbs.map { verb in
      PaletteItem(
        name: verb.name, title: verb.help, help: verb.help, keys: verb.words, takesWords: true,
        choose: { _ in [] })
    }
    return sorted(items + filters + themes + (isCommandLine ? verbs : []))
  }

  /// What was done last comes first, then what is done often, then the rest; what can do nothing here is last.
  private func sorted(_ items: [PaletteItem]) -> [PaletteItem] {
    let often: [Command] = [
      .filter, .compose, .search, .resend, .edit, .mark, .export, .save, .load, .pause, .sort, .facets,
      .timeline,
      .themes, .options, .help,
    ]
    func rank(_ item: PaletteItem) -> Int {
      if let recent = recentItems.firstIndex(of: item.name), recent < 5 { return recent }
      if item.reason != nil { return 200 }
      return often.firstIndex { $0.rawValue == item.name }.map { 10 + $0 } ?? 100
    }
    return items.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }.map(\.element)
  }

  private func isAtHome(_ command: Command, _ scopes: [Scope], _ binding: KeyBinding?) -> Bool {
    guard let binding else { return true }
    return keymap.bindings.contains { $0.command == command && scopes.contains($0.scope) }
      || [.everywhere, .always].contains(binding.scope)
  }

  private func whereItHolds(_ binding: KeyBinding?) -> String? {
    binding.map {
      "This can be done \($0.scope.title.prefix(1).lowercased() + $0.scope.title.dropFirst()) only."
    }
  }
}
