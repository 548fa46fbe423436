import InspectorCore
import InspectorUI

/// The themes that the user has, and those that the program carries.
enum ThemeFiles {
  /// All themes that can be named: the user's hide those of the system, and those hide the built-in ones.
  static func library() -> ThemeLibrary {
    ThemeLibrary(directories.flatMap { sources(in: $0) } + ThemeLibrary.builtIn.sources)
  }

  /// Checks that a theme can be used, which is named or is a file.
  ///
  /// - Throws: where there is none, or its file is broken; what is only odd in it is no reason.
  static func check(_ named: String) throws(Failure) {
    let library = library()
    do {
      if library.names.contains(named) {
        _ = try library.theme(named: named)
        return
      }
    } catch {
      throw Failure(.configuration, "\(error).")
    }
    let text: String
    do {
      text = try InputFile(named).readText(as: "a theme")
    } catch  where error.status == .noInput {
      throw Failure(
        .noInput, "\(named) is neither a theme nor a theme file that can be read; see \"eventscope themes\".")
    }
    do {
      _ = try library.theme(from: ThemeSource(id: name(of: named), file: named, text: text))
    } catch {
      throw Failure(.configuration, "\(error).")
    }
  }

  /// What a theme is called whose file has that path.
  static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".toml") ? String(file.dropLast(5)) : file
  }

  /// Where theme files are looked for.
  static var directories: [String] {
    ([Directories.configuration] + Directories.systemData).map { $0 + "/Themes" }
  }

  private static func sources(in directory: String) -> [ThemeSource] {
    Directories.files(in: directory, endingIn: ".toml").compactMap { file in
      let path = directory + "/" + file
      guard let text = try? InputFile(path).readText(as: "a theme") else { return nil }
      return ThemeSource(id: name(of: file), file: path, text: text)
    }
  }
}
