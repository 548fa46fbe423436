import InspectorCore
import InspectorUI

/// The themes of this run: the library, and the one that was named as a file.
struct ThemeShelf: Sendable {
  private let named: String?
  private var library: ThemeLibrary

  /// A theme with what is wrong with its file, in sentences.
  struct Loaded {
    var theme: Theme
    var warnings: [String]
  }

  /// - Parameter named: what `--theme` says: a theme's name, or a file's path.
  init(named: String?) {
    self.named = named
    library = Self.library(with: named)
  }

  /// Reads all files again.
  mutating func reload() {
    library = Self.library(with: named)
  }

  private static func library(with named: String?) -> ThemeLibrary {
    let library = ThemeFiles.library()
    guard let named, !library.names.contains(named), let text = try? InputFile(named).readText(as: "a theme")
    else { return library }
    return library.adding(ThemeSource(id: ThemeFiles.name(of: named), file: named, text: text))
  }

  /// The themes that can be chosen, by name.
  var choices: [ThemeChoice] {
    library.names.compactMap { id in
      (try? library.theme(named: id)).map { ThemeChoice(id: id, name: $0.theme.name) }
    }
  }

  /// The theme of a name or file; the default one, and why, where it cannot be used.
  func load(_ named: String?, for appearance: Theme.Appearance = .dark) -> Loaded {
    let fallback = ThemeLibrary.defaultName(for: appearance)
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
