import InspectorCore
import InspectorUI

/// The user's `keys.toml`.
enum KeysFile {
  static func load() -> (keymap: Keymap, problems: [ConfigurationProblem]) {
    OwnFile("keys.toml").read(or: (.standard, [])) {
      KeymapFile.read($0, path: $1)
    } failed: {
      (.standard, [$0])
    }
  }
}

/// The user's `filters.toml`.
enum FiltersFile {
  static func load() -> (filters: [NamedFilter], problems: [ConfigurationProblem]) {
    OwnFile("filters.toml").read(or: ([], [])) {
      NamedFilter.read($0, path: $1)
    } failed: {
      ([], [$0])
    }
  }
}

/// The user's `targets.toml`.
enum TargetsFile {
  static func load() -> (targets: [TargetProfile], problems: [ConfigurationProblem]) {
    OwnFile("targets.toml").read(or: ([], [])) {
      TargetProfile.read($0, path: $1)
    } failed: {
      ([], [$0])
    }
  }
}

/// A file in the user's configuration directory that may not be there.
private struct OwnFile {
  let path: String

  init(_ name: String) {
    path = Directories.configuration + "/" + name
  }

  func read<Value>(
    or missing: Value, _ body: (_ text: String, _ path: String) -> Value,
    failed: (ConfigurationProblem) -> Value
  ) -> Value {
    guard ConfigurationFiles.File(path: path, kind: "").exists else { return missing }
    do {
      return body(try InputFile(path).readText(as: "it"), path)
    } catch {
      return failed(ConfigurationProblem(file: path, message: error.sentence ?? "it cannot be read"))
    }
  }
}
