import InspectorUI

/// The themes that the user has, and those that the program carries.
enum ThemeFiles {
  /// All themes that can be named: the user's hide those of the system, and those hide the built-in ones.
  static func library() -> ThemeLibrary {
    ThemeLibrary(directories.flatMap { sources(in: $0) } + ThemeLibrary.builtIn.sources)
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
