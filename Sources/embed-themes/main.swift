import FoundationEssentials

// embed-themes OUTPUT.swift THEME.toml…
// Writes a Swift file that carries each theme's text, keyed by its file name without the ending.

let arguments = CommandLine.arguments.dropFirst()
guard let output = arguments.first else { fatalError("embed-themes OUTPUT.swift THEME.toml…") }

var source = """
  /// The themes of this folder, as they stand in their files.
  public enum BuiltInThemes {
    /// Name (the file's name without `.toml`) and text, sorted by name.
    public static let all: [(name: String, text: String)] = [

  """
for path in arguments.dropFirst().sorted() {
  let text = try String(contentsOfFile: path, encoding: .utf8)
  let name = path.split(separator: "/").last!.dropLast(".toml".count)
  source += "    (\n      \"\(name)\",\n      ##\"\"\"\n"
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    source += line.isEmpty ? "\n" : "      \(line)\n"
  }
  source += "      \"\"\"##\n    ),\n"
}
source += "  ]\n}\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)
