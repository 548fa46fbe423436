import InspectorCore
import InspectorUI

/// The themes of this run: the library, and the one that was named as a file.
struct ThemeShelf: Sendable {
  private let library: ThemeLibrary

  /// A theme with what is wrong with its file, in sentences.
  struct Loaded {
    var theme: Theme
    var warnings: [String]
  }

  /// - Parameter named: what `--theme` says: a theme's name, or a file's path.
  init(named: String?) {
    let library = ThemeFiles.library()
    guard let named, !library.names.contains(named), let text = try? InputFile(named).readText(as: "a theme")
    else {
      self.library = library
      return
    }
    self.library = library.adding(ThemeSource(id: ThemeFiles.name(of: named), file: named, text: text))
  }

  /// The themes that can be chosen, by name.
  var choices: [ThemeChoice] {
    library.names.compactMap { id in
      (try? library.theme(named: id)).map { ThemeChoice(id: id, name: $0.theme.name) }
    }
  }

  /// The theme of a name or file; the default one, and why, where it cannot be used.
  func load(_ named: String?) -> Loaded {
    let fallback = ThemeLibrary.defaultName(for: .dark)
    let id = named.map { library.names.contains($0) ? $0 : ThemeFiles.name(of: $0) } ?? fallback
    do {
      let loaded = try library.theme(named: id)
      return Loaded(theme: loaded.theme, warnings: loaded.warnings.map(\.description))
    } catch {
      let theme = (try? ThemeLibrary.builtIn.theme(named: fallback))?.theme ?? .plain
      return Loaded(theme: theme, warnings: ["\(error); using \(theme.name)."])
    }
  }
}
