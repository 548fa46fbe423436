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

  /// Keeps a filter, in place of one of the same name; a sentence where that cannot be done.
  static func keep(_ filter: NamedFilter) -> String? {
    let file = OutputFile(Directories.configuration + "/filters.toml")
    let old = (try? InputFile(file.path).readText(as: "it")) ?? ""
    func line(_ filter: NamedFilter) -> String {
      "\(SettingValue.text(filter.name).toml) = \(SettingValue.text(filter.text).toml)\n"
    }
    let known = load().filters
    let text =
      known.contains { $0.name == filter.name }
      ? (known.filter { $0.name != filter.name } + [filter]).map(line).joined()
      : old + (old.isEmpty || old.hasSuffix("\n") ? "" : "\n") + line(filter)
    return write(text, to: file)
  }

  /// Keeps the filter of a name no longer, and leaves all other lines as they are; a sentence where that cannot be done.
  static func forget(_ name: String) -> String? {
    let file = OutputFile(Directories.configuration + "/filters.toml")
    guard let old = try? InputFile(file.path).readText(as: "it") else { return nil }
    let lines = old.split(separator: "\n", omittingEmptySubsequences: false)
    let kept = lines.filter { line in
      !NamedFilter.read(String(line), path: file.path).filters.contains { $0.name == name }
    }
    return write(kept.joined(separator: "\n"), to: file)
  }

  private static func write(_ text: String, to file: OutputFile) -> String? {
    file.makeDirectory()
    guard case .failed(let reason) = file.write(Array(text.utf8), overwrites: true) else { return nil }
    return "\(file.path) cannot be written: \(reason)."
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
