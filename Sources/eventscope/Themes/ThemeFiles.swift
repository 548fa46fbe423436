import InspectorUI

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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

  /// Where theme files are looked for; relative paths are ignored, as the XDG specification asks.
  private static var directories: [String] {
    let home = variable("HOME") ?? "/"
    let user = variable("XDG_CONFIG_HOME") ?? home + "/.config"
    let system = variable("XDG_DATA_DIRS") ?? "/usr/local/share:/usr/share"
    return ([user] + system.split(separator: ":").map(String.init))
      .filter { $0.hasPrefix("/") }
      .map { $0 + "/eventscope/Themes" }
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }

  private static func sources(in directory: String) -> [ThemeSource] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var files: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".toml") { files.append(name) }
    }
    return files.sorted().compactMap { file in
      let path = directory + "/" + file
      guard let text = try? InputFile(path).readText(as: "a theme") else { return nil }
      return ThemeSource(id: name(of: file), file: path, text: text)
    }
  }
}
