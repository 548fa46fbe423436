import InspectorCore
import InspectorUI

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files that settings are read from, the strongest first.
struct ConfigurationFiles {
  struct File {
    var path: String
    /// What it is, in a word: `project`, `user` or `system`.
    var kind: String
    var isProject: Bool { kind == "project" }
    var exists: Bool { access(path, F_OK) == 0 }
  }

  let settings: [File]

  /// - Parameter named: what `--config` names: it is read in place of all others.
  init(named: String?) {
    if let named {
      settings = [File(path: named, kind: "--config")]
      return
    }
    settings =
      [Directories.projectFile].compactMap { $0.map { File(path: $0, kind: "project") } }
      + [File(path: Directories.configuration + "/config.toml", kind: "user")]
      + Directories.systemConfigurations.map { File(path: $0 + "/config.toml", kind: "system") }
  }

  /// Everything that is set outside of the command line. What is wrong stands in the result.
  ///
  /// - Throws: where a file that `--config` names cannot be read.
  func load() throws(Failure) -> Configuration {
    var configuration = Configuration()
    configuration.readEnvironment(Self.environment)
    for file in settings where file.kind == "--config" || file.exists {
      do {
        configuration.readFile(
          try InputFile(file.path).readText(as: "a configuration"), path: file.path, home: Directories.home,
          isProject: file.isProject)
      } catch {
        if file.kind == "--config" { throw error }
        configuration.add(
          ConfigurationProblem(file: file.path, message: error.sentence ?? "it cannot be read"))
      }
    }
    return configuration
  }

  /// What is wrong with the files beside `config.toml`.
  static func problemsOfOthers() -> [ConfigurationProblem] {
    var problems =
      KeysFile.load().problems + FiltersFile.load().problems + TargetsFile.load().problems
      + SessionFiles.templates().problems
    let library = ThemeFiles.library()
    for source in library.sources where source.file.hasPrefix(Directories.configuration) {
      do {
        problems += try library.theme(from: source).warnings
      } catch {
        problems.append(error)
      }
    }
    return problems
  }

  /// All variables by name.
  static var variables: [String: String] {
    Dictionary(environment.map { ($0.name, $0.value) }) { first, _ in first }
  }

  /// All variables; only those that are known where the system does not list them.
  private static var environment: [(name: String, value: String)] {
    guard let bytes = try? InputFile("/proc/self/environ").read() else {
      return Settings.all.compactMap { setting in
        Directories.variable(setting.variable).map { (setting.variable, $0) }
      }
    }
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.sorted().compactMap {
      entry in
      let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
  }
}
