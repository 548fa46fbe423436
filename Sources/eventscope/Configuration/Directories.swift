#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the program's files are, by the XDG Base Directory Specification; relative paths are ignored, as it asks.
enum Directories {
  static var home: String { absolute("HOME") ?? "/" }

  /// `config.toml`, `keys.toml`, `filters.toml`, `targets.toml`, `Themes/`, `templates/`.
  static var configuration: String { own(in: absolute("XDG_CONFIG_HOME") ?? home + "/.config") }
  /// The session, drafts and histories.
  static var state: String { own(in: absolute("XDG_STATE_HOME") ?? home + "/.local/state") }
  /// The system's, the most important first.
  static var systemConfigurations: [String] { list("XDG_CONFIG_DIRS", or: "/etc/xdg") }
  /// The system's, the most important first.
  static var systemData: [String] { list("XDG_DATA_DIRS", or: "/usr/local/share:/usr/share") }

  /// The nearest `.eventscope.toml`: in the working directory, or in one above it, up to the home directory.
  static var projectFile: String? {
    guard let working = getcwd(nil, 0) else { return nil }
    defer { free(working) }
    var directory = Substring(String(cString: working))
    while true {
      let path = directory + "/.eventscope.toml"
      if access(String(path), F_OK) == 0 { return String(path) }
      guard directory != home, let slash = directory.lastIndex(of: "/") else { return nil }
      directory = directory[..<slash]
    }
  }

  /// The value of an environment variable that is set to something.
  static func variable(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }

  /// The names of the files in a directory that end like this, sorted; none where it cannot be read.
  static func files(in directory: String, endingIn suffix: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var files: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(suffix) { files.append(name) }
    }
    return files.sorted()
  }

  /// The files and directories whose paths begin like a text, sorted, at most so many; directories end in a slash.
  /// Hidden ones are found where the text names the dot.
  static func paths(beginning text: String, limit: Int = 500) -> [String] {
    let slash = text.lastIndex(of: "/")
    let directory = slash.map { text[...$0] } ?? ""
    let name = slash.map { text[text.index(after: $0)...] } ?? text[...]
    let place = directory.hasPrefix("~/") ? home + directory.dropFirst() : String(directory)
    return files(in: place.isEmpty ? "." : place, endingIn: "").filter {
      $0 != "." && $0 != ".." && $0.hasPrefix(name) && ($0.hasPrefix(".") ? name.hasPrefix(".") : true)
    }.prefix(limit).map { file in
      var status = stat()
      let isDirectory = stat(place + file, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      return directory + file + (isDirectory ? "/" : "")
    }
  }

  private static func absolute(_ name: String) -> String? {
    variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  private static func list(_ name: String, or standard: String) -> [String] {
    (variable(name) ?? standard).split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
      .map { own(in: $0) }
  }

  private static func own(in directory: String) -> String {
    directory + (directory.hasSuffix("/") ? "" : "/") + "eventscope"
  }
}
